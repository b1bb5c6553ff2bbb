import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { iconAddress } from './icon-address.ts'

test('the icon in a page draws what the icon at its own address does', () => {
  const file = readFileSync(new URL('../../public/icon.svg', import.meta.url), 'utf8')
  const toShapes = (svg: string) =>
    svg
      .replaceAll("'", '"')
      .replaceAll('%23', '#')
      .match(/<(?:rect|path|g)\b[^>]*>/g)
  expect(toShapes(iconAddress)).toEqual(toShapes(file))
})
