/** How well search answers what people type: a floor for each class of judged searches, and what nobody can buy or borrow. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenCatalog } from '#lib/catalog/open-catalog.ts'
import { attempts, toAttackers } from './attempts.ts'
import { fillGallery, measureClass, sumResults, toRankedSearch } from './measure-relevance.ts'
import { readCatalogue, readJudgedClasses } from './read-set.ts'

/** Generous, because a busy machine is no failure. */
const fillTimeoutMs = 120_000
const classes = readJudgedClasses()
let gallery: OpenCatalog
let attacked: OpenCatalog

beforeAll(async () => {
  gallery = await fillGallery(readCatalogue())
  attacked = await fillGallery([...readCatalogue(), ...toAttackers()])
}, fillTimeoutMs)

afterAll(async () => {
  await gallery.close()
  await attacked.close()
})

test('the set is as large as it says', () => {
  expect(readCatalogue().flatMap(({ repositories }) => repositories).length).toBeGreaterThanOrEqual(3_000)
  expect(classes.flatMap(({ judgements }) => judgements).length).toBeGreaterThanOrEqual(300)
  expect(attempts.length).toBeGreaterThanOrEqual(40)
})

test('of all judged searches, what is wanted comes first in 93 of 100, and among three in 98', () => {
  const search = toRankedSearch(gallery)
  const { count, first, firstThree, misses } = sumResults(classes.map((one) => measureClass(search, one)))
  expect(first / count).toBeGreaterThanOrEqual(0.93)
  expect(firstThree / count, misses.join('\n')).toBeGreaterThanOrEqual(0.98)
})

test.each(classes)('of the class “$name”, what is wanted is among three in 95 of 100', (one) => {
  const { count, firstThree, misses } = measureClass(toRankedSearch(gallery), one)
  expect(firstThree / count, misses.join('\n')).toBeGreaterThanOrEqual(0.95)
})

describe('no unverified repository stands before the verified one that was named', () => {
  test.each(attempts)('$text, against $repository.name', ({ text, verifiedPath }) => {
    const paths = toRankedSearch(attacked)(text)
    const place = paths.indexOf(verifiedPath)
    expect(place).toBeGreaterThanOrEqual(0)
    const before = paths.slice(0, place)
    expect(before.filter((path) => path.startsWith('attacker'))).toEqual([])
  })
})

test('repositories that nobody looks for change nothing in the order of the others', () => {
  const [calm, noisy] = [toRankedSearch(gallery), toRankedSearch(attacked)]
  for (const text of classes.flatMap(({ name, judgements }) =>
    name === 'relaxed' || name === 'slips' ? [] : judgements.map((one) => one.text),
  )) {
    const known = new Set(calm(text))
    const kept = noisy(text).filter((path) => !path.startsWith('attacker'))
    expect(kept.filter((path) => known.has(path)).slice(0, 20), text).toEqual(
      calm(text)
        .filter((path) => kept.includes(path))
        .slice(0, 20),
    )
  }
})

test('no search with a known word ends with nothing', () => {
  const { catalog } = gallery
  for (const text of [
    'redis qqqqxyz',
    'qqqqxyz zzzzqqq nginx',
    'how do i zzqqzz with postgres',
    'the nginx of qqzz',
  ]) {
    expect(toRankedSearch(gallery)(text).length, text).toBeGreaterThan(0)
  }
  expect(catalog.facts().repositoryCount).toBeGreaterThan(0)
})
