/**
 * One form for what people write in many: Unicode NFKC (UAX #15), lower case, and Latin and Greek letters without their
 * accents. Marks of other scripts stay, because there they make another letter: `が` is not `か`, nor `й` an `и`.
 */

const asciiOnly = /^[\0-\x7f]*$/
/** Marks of a Latin or Greek letter, once it is taken apart. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu
const undividedLetters = /[ßøłđæœıþðς]/g
const plainLetters: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
  ς: 'σ',
}

/**
 * The form in which texts are indexed and compared.
 * @example normalizeText('Ｃafé ЙОГ') // 'cafe йог'
 */
export function normalizeText(text: string): string {
  if (asciiOnly.test(text)) return text.toLowerCase()
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .normalize('NFC')
    .replace(undividedLetters, (letter) => plainLetters[letter] ?? letter)
}
