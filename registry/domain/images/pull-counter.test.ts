/** Pulls are counted by the platform of the image that a client fetched, once for each, whoever says which platform it is for. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  imageConfigType,
  pushBlob,
  pushImage,
  putManifest,
  toDescriptor,
  toIndex,
} from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
})
afterAll(() => api.close())

const get = (repository: string, reference: string, userAgent = 'docker/27.3.1') =>
  api.send('GET', `/v2/${repository}/manifests/${reference}`, {
    as: 'anyone',
    headers: { 'user-agent': userAgent },
  })

async function readPlatforms(name: string) {
  await api.service.images.pulls.flush()
  return databaseOf(api.service.store)
    .selectFrom('pull_platform')
    .innerJoin('repository', 'repository.repository_id', 'pull_platform.repository_id')
    .select(['platform', 'count'])
    .where('repository.name', '=', name)
    .orderBy('platform')
    .execute()
}

test('of an index, the image that was chosen counts for the platform that the index says', async () => {
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
    { os: 'unknown', architecture: 'unknown' },
    { os: 'Linux <b>', architecture: '=cmd' },
  ]
  const images = []
  for (const at of platforms.keys())
    images.push(await pushImage(api, 'acme/app', null, { layers: [`${at}`] }))
  const index = toIndex(
    images.map(({ manifest }) => manifest),
    {
      manifests: images.map(({ manifest }, at) => ({
        ...toDescriptor(manifest, JSON.parse(manifest).mediaType),
        platform: platforms[at],
        ...(at === 2 && { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }),
      })),
    },
  )
  await putManifest(api, 'acme/app', '1.0', index, JSON.parse(index).mediaType)
  await get('acme/app', '1.0')
  for (const { digest } of images) await get('acme/app', digest)
  await get('acme/app', images[0]?.digest ?? '')
  await get('acme/app', images[0]?.digest ?? '', 'public-gallery')
  await api.send('HEAD', `/v2/acme/app/manifests/${images[0]?.digest}`, { as: 'anyone' })
  expect(await readPlatforms('app')).toEqual([
    { platform: 'linux/amd64', count: 2 },
    { platform: 'linux/arm/v7', count: 1 },
    // However a publisher calls it.
    { platform: 'other', count: 1 },
  ])
})

test('an image by itself counts for what its config says, and what is no image for nothing', async () => {
  const config = JSON.stringify({ os: 'linux', architecture: 'riscv64' })
  await pushBlob(api, 'acme/second', config)
  await pushImage(api, 'acme/second', '1.0', { config: toDescriptor(config, imageConfigType) })
  await pushImage(api, 'acme/second', 'unsaid')
  await pushImage(api, 'acme/second', 'chart', {
    config: toDescriptor('{}', 'application/vnd.cncf.helm.config.v1+json'),
  })
  for (const tag of ['1.0', '1.0', 'unsaid', 'chart']) await get('acme/second', tag)
  expect(await readPlatforms('second')).toEqual([{ platform: 'linux/riscv64', count: 2 }])
  // What is written down is not counted again.
  expect(await readPlatforms('second')).toEqual([{ platform: 'linux/riscv64', count: 2 }])
})
