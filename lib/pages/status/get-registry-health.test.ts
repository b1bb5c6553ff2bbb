import { expect, test } from 'vitest'
import { toRegistryTrouble } from './get-registry-health.ts'

test.each([
  [200, { status: 'ok', repositories: 3 }, null],
  [200, { status: 'low-space', repositories: 3, freeBytes: 0 }, 'low-space'],
  [200, { status: 'ok', repositories: 3, lostBlobs: 2 }, 'lost-blobs'],
  [503, undefined, 'not-writable'],
  // Something else that answers there.
  [200, 'hello', null],
  [404, undefined, null],
])('what /healthz says with %i %j is shown as %s', (status, body, kind) => {
  expect(toRegistryTrouble(status, body)?.kind ?? null).toBe(kind)
})
