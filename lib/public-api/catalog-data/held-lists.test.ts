import { expect, test } from 'vitest'
import { CatalogDataError } from './catalog-data-error.ts'
import { createHeldLists, type HeldLists } from './held-lists.ts'

const options = { maxBytes: 10_000, toBytes: () => 10, lifeMs: 60_000 }

/** Reads a whole list, which may change before each page. */
async function readAll(
  lists: HeldLists<number>,
  source: () => number[],
  heldAtOnce: number,
  change = () => {},
) {
  const pages: number[][] = []
  let nextToken: string | undefined
  do {
    const page = await lists.read('all', { count: 3, nextToken }, (from) => {
      const whole = source()
      return { from, items: whole.slice(from, from + heldAtOnce), totalResults: whole.length }
    })
    pages.push(page.items)
    nextToken = page.nextToken
    change()
  } while (nextToken !== undefined && pages.length < 100)
  return pages
}

test('a list is read to its end as it was begun, whatever changes meanwhile', async () => {
  let numbers = [1, 2, 3, 4, 5, 6, 7, 8]
  const change = () => {
    numbers = [0, ...numbers.filter((one) => one % 2 === 0)]
  }
  expect(await readAll(createHeldLists(options), () => numbers, 100, change)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8],
  ])
})

test('a list that is held in parts has all of its items', async () => {
  const numbers = Array.from({ length: 20 }, (_, at) => at)
  expect((await readAll(createHeldLists(options), () => numbers, 5)).flat()).toEqual(numbers)
  expect((await readAll(createHeldLists(options), () => numbers, 1)).flat()).toEqual(numbers)
})

test('a list that is not held any more is read on from the same place', async () => {
  const numbers = Array.from({ length: 20 }, (_, at) => at)
  const forgetful = createHeldLists<number>({ ...options, maxBytes: 1 })
  expect((await readAll(forgetful, () => numbers, 100)).flat()).toEqual(numbers)
})

test('an empty list has one page', async () => {
  expect(await readAll(createHeldLists(options), () => [], 100)).toEqual([[]])
})

test('a token of another list, or of nobody, is refused', async () => {
  const lists = createHeldLists<number>(options)
  const make = (from: number) => ({ from, items: [1, 2, 3].slice(from), totalResults: 3 })
  const { nextToken } = await lists.read('one', { count: 1, nextToken: undefined }, make)
  await expect(lists.read('two', { count: 1, nextToken }, make)).rejects.toThrow(CatalogDataError)
  for (const damaged of ['', 'x', 'W10', Buffer.from('["a",-1,"b"]').toString('base64url')]) {
    await expect(lists.read('one', { count: 1, nextToken: damaged }, make)).rejects.toThrow(
      'Begin without it',
    )
  }
})
