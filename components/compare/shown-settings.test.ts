import { expect, test } from 'vitest'
import type { SettingChange } from '#lib/oci/compare-images.ts'
import { planRows } from './plan-rows.ts'
import { toShownItems } from './shown-settings.ts'

const change = (at: number, value: string): SettingChange => ({
  name: `NAME_${at}`,
  kind: 'variable',
  before: [value],
  after: null,
})

const countShown = (settings: SettingChange[]) =>
  planRows({ settings, packages: [], vulnerabilities: null, files: [], nameLength: 20 }).settings

test.each([
  [62, 'x'],
  [49, 'x'.repeat(300)],
  [49, 'x'.repeat(100_000)],
])('%i rows of variables are shown', (count, value) => {
  const settings = Array.from({ length: 1_000 }, (_, at) => change(at, value))
  expect(countShown(settings)).toBeGreaterThan(count)
  expect(countShown(settings)).toBeLessThan(count * 1.7)
})

test('few changes are shown as they are', () => {
  expect(countShown([change(1, 'a'), change(2, 'b')])).toBeGreaterThanOrEqual(2)
  expect(countShown([])).toBeGreaterThanOrEqual(0)
})

test('of a long side the beginning is shown, and at least one item', () => {
  expect(toShownItems(Array<string>(1_000).fill('word'))).toHaveLength(40)
  expect(toShownItems(Array<string>(1_000).fill('w'.repeat(400)))).toHaveLength(4)
  expect(toShownItems(['w'.repeat(10_000)]).map(({ text }) => text.length)).toEqual([301])
  expect(toShownItems([])).toEqual([])
})
