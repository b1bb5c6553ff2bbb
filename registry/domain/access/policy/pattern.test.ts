/** Guards that patterns match as they would character by character, also where texts are searched whole. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like those of template strings.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchPattern, parsePattern } from './pattern.ts'
import { createRequestContext } from './request-context.ts'

const text = (maxLength: number) =>
  fc
    .array(fc.constantFrom('a', 'b', 'A', '.', '*', '?', '\n'), { maxLength })
    .map((characters) => characters.join(''))

/** The same by a regular expression, which may take its time. */
function matchesSlowly(pattern: string, value: string, ignoreCase: boolean): boolean {
  const source = pattern.replace(/[\s\S]/g, (character) => {
    if (character === '*') return '[\\s\\S]*'
    return character === '?' ? '[\\s\\S]' : `\\u{${character.charCodeAt(0).toString(16)}}`
  })
  return new RegExp(`^${source}$`, ignoreCase ? 'ui' : 'u').test(value)
}

test('a pattern matches what a regular expression of the same meaning does', () => {
  fc.assert(
    fc.property(text(8), text(12), fc.boolean(), (pattern, value, ignoreCase) => {
      const parsed = parsePattern(pattern, { wildcards: true, variables: false })
      const context = createRequestContext({})
      expect(matchPattern(parsed, value, context, { ignoreCase })).toBe(
        matchesSlowly(pattern, value, ignoreCase),
      )
    }),
    { numRuns: 5000 },
  )
})

test('what a variable stands for is no pattern, wherever it stands', () => {
  fc.assert(
    fc.property(text(4), text(4), text(4), text(8), (before, value, after, filler) => {
      fc.pre(value !== '')
      const parsed = parsePattern(`${'${x}'}*${before.replaceAll(/[*?]/g, '')}${'${x}'}${'${?}'}*`, {
        wildcards: true,
        variables: true,
      })
      const whole = `${value}${filler}${before.replaceAll(/[*?]/g, '')}${value}?${after}`
      expect(matchPattern(parsed, whole, createRequestContext({ x: value }))).toBe(true)
      expect(matchPattern(parsed, `-${whole}`, createRequestContext({ x: value }))).toBe(false)
      expect(matchPattern(parsed, whole, createRequestContext({}))).toBe('unknown')
    }),
  )
})
