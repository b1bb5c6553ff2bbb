/** The operator states the last day of an image, and takes it back: with the artifact that other programs read. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, putManifest, toDescriptor, toImage } from '#testing/registry/distribution/push-image.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { findVerb } from './operator-table.ts'

let api: DistributionTest
const image = toImage(['one'])
const { digest } = toDescriptor(image)

beforeEach(async () => {
  api = await openDistributionTest()
  await pushImage(api, 'acme/app', '1.0', { layers: ['one'] })
  api.setTime('2026-11-28T12:00:00Z')
})
afterEach(() => api.close())

const call = { signal: new AbortController().signal, tell() {}, emit() {} }
const of = { account: ownerAccount, repository: 'app' }
const run = async (name: string, options: object) =>
  findVerb('image', name)?.call(api.service, { ...of, ...options }, call)
const readWarning = async () =>
  (await api.send('GET', '/v2/acme/app/manifests/1.0', { as: 'anyone' })).headers.warning
const listReferrers = async (): Promise<Record<string, unknown>[]> => {
  const { text } = await api.send('GET', `/v2/acme/app/referrers/${digest}`, { as: 'anyone' })
  return JSON.parse(text).manifests
}

test('the day is an artifact that refers to the image, and pulls carry it', async () => {
  const ended = await run('end', { image: '1.0', on: '2026-12-31' })
  expect(ended).toMatchObject({ digest, endsOn: '2026-12-31', removed: 0 })
  expect(await listReferrers()).toEqual([
    expect.objectContaining({
      artifactType: 'application/vnd.microsoft.artifact.lifecycle',
      annotations: { 'vnd.microsoft.artifact.lifecycle.end-of-life.date': '2026-12-31' },
    }),
  ])
  expect(await readWarning()).toBe('299 - "This image ends on 2026-12-31."')
})

test('another day replaces the one before, also an earlier one; the same one changes nothing', async () => {
  await run('end', { image: '1.0', on: '2026-12-31' })
  const [first] = await listReferrers()
  expect(await run('end', { image: digest, on: '2026-12-31' })).toMatchObject({
    artifact: first?.digest,
    removed: 0,
  })
  expect(await run('end', { image: '1.0', on: '2026-12-01' })).toMatchObject({ removed: 1 })
  expect(await listReferrers()).toHaveLength(1)
  expect(await readWarning()).toBe('299 - "This image ends on 2026-12-01."')
})

test('what was taken back is gone, whoever had pushed it, and nothing else that refers to the image', async () => {
  const toArtifact = (artifactType: string) =>
    toImage([], { artifactType, subject: toDescriptor(image, JSON.parse(image).mediaType) })
  for (const type of ['application/vnd.microsoft.artifact.lifecycle', 'application/vnd.example.other']) {
    const artifact = toArtifact(type)
    await putManifest(api, 'acme/app', toDescriptor(artifact).digest, artifact)
  }
  await run('end', { image: '1.0', on: '2026-12-31' })
  expect(await run('go-on', { image: '1.0' })).toMatchObject({ artifact: null, removed: 1 })
  expect((await listReferrers()).map(({ artifactType }) => artifactType)).toEqual([
    'application/vnd.example.other',
  ])
  expect(await readWarning()).toBeUndefined()
  expect(await run('go-on', { image: '1.0' })).toMatchObject({ removed: 0 })
})

test('what is no day, and what is not there, is refused with words', async () => {
  await expect(run('end', { image: '1.0', on: '2026-02-30' })).rejects.toThrow('is no day of the calendar')
  await expect(run('end', { image: '1.0', on: 'soon' })).rejects.toThrow('has to be a day such as 2026-09-30')
  await expect(run('end', { image: '9.9', on: '2026-12-31' })).rejects.toThrow("has no image '9.9'")
  await expect(run('go-on', { image: '1.0', repository: 'none' })).rejects.toThrow("has no repository 'none'")
})

test('nothing is stated of what is pulled through from an upstream: nobody puts anything into its namespace, and nothing is taken from it', async () => {
  await api.service.store.transaction((tx) =>
    tx.settings.put(`upstream-of:${ownerAccount}`, 'registry.example'),
  )
  for (const [name, options] of [
    ['end', { image: '1.0', on: '2026-12-31' }],
    ['go-on', { image: '1.0' }],
  ] as const) {
    await expect(run(name, options)).rejects.toThrow(/pulled through from registry\.example/)
  }
  expect(await listReferrers()).toEqual([])
})
