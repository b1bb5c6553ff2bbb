/** Whatever passes is parsed in a moment, and whatever a client of ours sends passes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureCost } from '../../../scripts/measure-cost.ts'
import { isLightJson } from './weigh-json.ts'

const bytes = 2 * 1024 * 1024
const fill = (part: string) => part.repeat(Math.floor(bytes / part.length))
const isLight = (text: string) => isLightJson(Buffer.from(text))

describe('too heavy', () => {
  test.each([
    ['lists in lists', `${fill('[')}`],
    ['objects in objects', `${fill('{"a":')}`],
    ['numbers', `[${fill('1,')}1]`],
    ['empty objects', `[${fill('{},')}1]`],
    ['many keys', `{${Array.from({ length: 150_000 }, (_, at) => `"${at.toString(36)}":1`).join()}}`],
    ['101 levels', `${'['.repeat(101)}${']'.repeat(101)}`],
  ])('%s', (_, text) => expect(isLight(text)).toBe(false))
})

describe('light enough', () => {
  test.each([
    ['a long text', JSON.stringify({ text: fill('[') })],
    ['a text of escapes', JSON.stringify({ text: fill('"') })],
    ['a text that ends in a backslash', JSON.stringify({ text: '\\', more: '[[[', last: '\\\\' })],
    ['20,000 values', `[${'1,'.repeat(19_998)}1]`],
    ['100 levels', `${'['.repeat(100)}${']'.repeat(100)}`],
    ['no JSON', '"'],
    ['a backslash at the end', '"\\'],
    ['nothing', ''],
  ])('%s', (_, text) => expect(isLight(text)).toBe(true))

  test('any JSON of a few values', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => isLight(text)))
  })
})

test('weighing and then parsing takes no more than a turn may', () => {
  const heaviest = `{${Array.from({ length: 3_990 }, (_, at) => `"${at.toString(36)}":1`).join()}}`
  const padded = Buffer.from(`${heaviest}${' '.repeat(bytes - heaviest.length)}`)
  const cost = measureCost(() => {
    if (isLightJson(padded)) JSON.parse(padded.toString())
  })
  expect(cost).toBeLessThan(50)
})
