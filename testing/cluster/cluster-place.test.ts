import { expect, test } from 'vitest'
import { isBlockedPort } from '#lib/config/blocked-ports.ts'
import { mostOfAPart, usualPorts } from './cluster-place.ts'

test('what asks whether a part of the cluster is ready can reach each of its usual ports', () => {
  const inner = Array.from({ length: 1 + 2 * mostOfAPart }, (_, at) => usualPorts.inner + at)
  expect([usualPorts.gallery, usualPorts.registry, ...inner].filter(isBlockedPort)).toEqual([])
})
