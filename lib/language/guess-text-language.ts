/**
 * The language of a text that a publisher wrote, as far as its script tells: so that it is read aloud, and its characters are drawn, as
 * those of its language also on a page in another one (https://www.w3.org/International/questions/qa-lang-why).
 */

/** Characters that Chinese texts are full of, simplified or not, and that Japanese writes otherwise or not at all. */
const chinese = /[这们说为间开关发应实现时动务单变图库络缓资载还你這們說麼沒還]/u

/** The beginning is enough, and texts may be long. */
const maxLength = 2_000

/**
 * @returns empty where it cannot be told, which is HTML's own word for it: Latin letters are those of a hundred languages, and a few
 * Chinese characters may be a Japanese heading
 * @example guessTextLanguage('高速なキャッシュ') // 'ja'
 */
export function guessTextLanguage(text: string): 'ja' | 'ko' | 'zh' | '' {
  const beginning = text.slice(0, maxLength)
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(beginning)) return 'ja'
  if (/\p{Script=Hangul}/u.test(beginning)) return 'ko'
  return chinese.test(beginning) ? 'zh' : ''
}

/**
 * How the element that holds a publisher's text is marked: with its language, and to be read in the direction of its first letter, so that
 * Arabic or Hebrew neither runs the wrong way nor turns round what stands beside it (UAX #9).
 */
export function toTextAttributes(text: string): { lang: string; dir: 'auto' } {
  return { lang: guessTextLanguage(text), dir: 'auto' }
}
