/**
 * Keeps a number and what it counts in one line. Japanese writes a space between them, at which a browser may break the line, and
 * `10` at its end with `件` at the beginning of the next is read as two things.
 */

/** A number of a message in ICU's form, or a digit, before the first letter of a Japanese word. */
const beforeCounter = /(, number\}|#|\d) (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu

/** Little words that say how many are meant, before such a number. */
const afterWord = /(?<=(?:^|[、。({}>\s])(?:他|あと|約|全|残り)) (?=\{\w+, number\}|#|\d)/gu

/** Linear in the text. @example keepCounters('{count, number} 件') // the same with a space that does not break */
export function keepCounters(message: string): string {
  return message.replace(beforeCounter, '$1\u00a0').replace(afterWord, '\u00a0')
}
