/** A visitor recognises a repository by its mark, so it must never change for a name, and rarely repeat. */
import { expect, test } from 'vitest'
import { markColourCount, toMark, toMarkPicture } from './to-mark.ts'

test('a name always has the same mark', () => {
  expect(toMark('tidewater/cache/harbor-redis')).toEqual(toMark('tidewater/cache/harbor-redis'))
})

test('names that differ in one letter have different marks', () => {
  const marks = Array.from({ length: 200 }, (_, n) => JSON.stringify(toMark(`acme/service-${n}`)))
  expect(new Set(marks).size).toBeGreaterThan(190)
})

test('every mark has four tiles and a known colour, also for an empty name', () => {
  for (const name of ['', 'a', '\ud800', 'x'.repeat(500)]) {
    const mark = toMark(name)
    expect(mark.tiles.filter((tile) => tile !== '')).toHaveLength(4)
    expect(mark.colour).toBeGreaterThanOrEqual(0)
    expect(mark.colour).toBeLessThan(markColourCount)
  }
})

test('as a picture, no name can bring markup of its own', () => {
  const shape = /^<svg [^<>]+>(?:<path d="[\w. -]+" transform="translate\(\d+ \d+\)"\/>){4}<\/svg>$/
  for (const name of ['', 'acme/web', '"><script>alert(1)</script>'])
    expect(toMarkPicture(name)).toMatch(shape)
})
