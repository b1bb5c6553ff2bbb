import { expect, it } from 'vitest'
import { formatCompactNumber } from './format-count.ts'

it.each([
  [812, '812', '812'],
  [2_691, '2.7K', '2,691'],
  [9_999, '10K', '9,999'],
  [12_479, '12.5K', '1.2万'],
  [1_234_567, '1.2M', '123.5万'],
])('%d is short in each language, and has its separator', (count, english, japanese) => {
  expect(formatCompactNumber(count, 'en')).toBe(english)
  expect(formatCompactNumber(count, 'ja')).toBe(japanese)
})
