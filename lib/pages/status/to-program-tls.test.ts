import { expect, test } from 'vitest'
import { isTlsTrouble, toProgramTls } from './to-program-tls.ts'

const validUntil = '2026-12-29T10:52:21.000Z'
const at = (iso: string) => Date.parse(iso)

test.each([
  ['2026-11-29T00:00:00.000Z', true, 'ok', false],
  ['2026-11-29T00:00:00.000Z', false, 'not-replaced', true],
  ['2026-12-30T00:00:00.000Z', true, 'ended', true],
  // That visitors are refused matters more than why.
  ['2026-12-30T00:00:00.000Z', false, 'ended', true],
])('at %s, with the newest files %j, a certificate is %s', (now, isNewest, condition, isTrouble) => {
  const [registry, ...others] = toProgramTls({ gallery: null, registry: { validUntil, isNewest } }, at(now))
  expect(registry).toEqual({ program: 'registry', validUntil, isNewest, condition })
  expect(others).toEqual([])
  expect(registry !== undefined && isTlsTrouble(registry)).toBe(isTrouble)
})
