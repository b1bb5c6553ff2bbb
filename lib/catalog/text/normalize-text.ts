/**
 * One form for what people write in many: Unicode NFKC (UAX #15), lower case, and Latin and Greek letters without their
 * accents. Marks of other scripts stay, because there they make another letter: `が` is not `か`, nor `й` an `и`.
 */

const asciiOnly = /^[\0-\x7f]*$/
/**
 * No writing has more marks on one letter (UAX #15, "Stream-Safe Text Format"); to put them in order takes a normaliser time
 * that grows with the square of their number.
 */
const excessMarks = /(\p{M}{30})\p{M}+/gu
/** A Latin or Greek letter with its marks, once it is taken apart. */
const accents = /([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu
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
    .replace(excessMarks, '$1')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '$1')
    .normalize('NFC')
    .replace(undividedLetters, (letter) => plainLetters[letter] ?? letter)
}
