import { expect, test } from 'vitest'
import { readMessages } from '#lib/language/read-messages.ts'
import { toTexts } from '#lib/language/texts.ts'
import { choosePlatformColumns, describeColumns } from './choose-platform-columns.ts'

const texts = toTexts('en', readMessages('en', ['tags']), 'tags')

test('the four commonest platforms of Linux have a column, in the usual order', () => {
  const rows = [
    ['linux/arm/v7', 'linux/386', 'linux/amd64', 'linux/arm64/v8', 'linux/s390x'],
    ['linux/amd64', 'linux/arm64', 'linux/386', 'linux/arm/v7', 'windows/amd64 10.0.20348.1'],
  ]
  expect(choosePlatformColumns(rows)).toEqual(['amd64', 'arm64', 'arm/v7', '386'])
  expect(choosePlatformColumns([['linux/riscv64', 'linux/amd64'], ['linux/riscv64']])).toEqual([
    'amd64',
    'riscv64',
  ])
  expect(choosePlatformColumns([['windows/amd64'], []])).toEqual([])
})

test('a row says by words what no mark says', () => {
  const columns = ['amd64', 'arm64', '386']
  expect(describeColumns(['linux/amd64', 'linux/arm64/v8', 'linux/s390x'], columns, texts)).toEqual({
    marks: [true, true, false],
    others: 'linux/s390x',
    missing: 'no 386',
    all: 'linux/amd64, linux/arm64/v8, linux/s390x',
  })
  const windows = ['windows/amd64 1', 'windows/amd64 2', 'windows/amd64 3']
  expect(describeColumns(windows, columns, texts)).toMatchObject({
    marks: [false, false, false],
    others: 'windows/amd64 1, windows/amd64 2 and 1 more',
    missing: '',
  })
  expect(
    describeColumns(['linux/amd64'], columns, toTexts('ja', readMessages('ja', ['tags']), 'tags')),
  ).toMatchObject({
    missing: 'arm64、386 なし',
  })
})
