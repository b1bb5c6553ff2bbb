import { afterEach, beforeEach, expect, test } from 'vitest'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { createRegistryClient } from './registry-client.ts'
import { tryImageFacts } from './try-image-facts.ts'

let registry: FakeRegistry
beforeEach(async () => {
  registry = await startFakeRegistry()
})
afterEach(() => registry.close())

const read = () =>
  tryImageFacts(createRegistryClient({ baseUrl: registry.origin, timeoutMs: 300 }), 'acme/web', '1.0')

test.each([404, 400])('an answer of %d is for good', async (status) => {
  registry.handle = (_, response) => answer(response, status, {})
  expect(await read()).toBeNull()
})

test('so is one that is no manifest', async () => {
  registry.handle = (_, response) => answer(response, 200, { 'content-type': OCI_IMAGE }, '{}')
  expect(await read()).toBeNull()
})

test.each([500, 503, 429])('after an answer of %d it is worth trying again', async (status) => {
  registry.handle = (_, response) => answer(response, status, {})
  await expect(read()).rejects.toThrow()
})

test('and after none', async () => {
  registry.handle = () => {}
  await expect(read()).rejects.toThrow(/in time/)
})
