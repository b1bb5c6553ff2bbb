/** Guards how Japanese messages are written: one word for one thing, punctuation of one width, and a space between Latin letters and Japanese. */
import { expect, it } from 'vitest'
import { translations } from './translations.ts'

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー]/u

/** What is not written, and what stands in its place. */
const wrong: readonly (readonly [RegExp, string])[] = [
  [/(?<!ソフトウェア)部品表/u, 'ソフトウェア部品表'],
  [/部品表(?! \(SBOM\)|\) が)/u, 'ソフトウェア部品表 (SBOM)'],
  [/ほか/u, '他'],
  [/声明/u, 'ステートメント'],
  [/[（）！？：；，．０-９Ａ-Ｚａ-ｚ]/u, 'half-width characters'],
  [/[、。] | [、。]| {2}/u, 'no space beside a full-width mark'],
]

it('Japanese messages are written in one way', () => {
  const found = [...list(translations.ja)].flatMap(([key, text]) =>
    wrong.flatMap(([pattern, right]) => (pattern.test(text) ? [`${key}: ${text} (${right})`] : [])),
  )
  expect(found).toEqual([])
})

it('a space stands between Japanese and Latin letters', () => {
  const found = [...list(translations.ja)].filter(([, text]) => {
    // Tags have no width; arguments are told apart by what is put into them.
    const shown = text.replace(/<[^>]*>/g, '').replace(/\{\w+, (?:plural|select), /g, '{')
    const letters = [...shown.replace(/=?\w+ \{/g, '{')]
    return letters.some((letter, at) => {
      const next = letters[at + 1] ?? ''
      const [left, right] = [japanese.test(letter), japanese.test(next)]
      return (left && /[A-Za-z0-9(]/.test(next)) || (right && /[A-Za-z0-9)]/.test(letter))
    })
  })
  expect(found).toEqual([])
})

/** Each message by its concern and key. */
function list(node: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]: [string, string | object]) => {
      const below = path === '' ? key : `${path}.${key}`
      return typeof value === 'string' ? [[below, value] as const] : [...list(value, below)]
    }),
  )
}
