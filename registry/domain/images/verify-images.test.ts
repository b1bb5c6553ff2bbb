import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Digest, parseDigest } from '#lib/oci/digest.ts'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import { verifyStore } from '#registry/apis/operator/verify-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  pushBlob,
  pushImage,
  putManifest,
  toDescriptor,
  toIndex,
} from '#testing/registry/distribution/push-image.ts'
import { verifyBlobs } from './verify-blobs.ts'

let api: DistributionTest
let digest: string
beforeEach(async () => {
  api = await openDistributionTest()
  const image = await pushImage(api, 'acme/app', '1.0')
  digest = image.digest
  const index = toIndex([image.manifest])
  await putManifest(api, 'acme/app', 'multi', index, OCI_INDEX)
  await pushImage(api, 'acme/second', '1.0')
  await pushBlob(api, 'acme/app', 'wide', toDescriptor('wide', undefined, 'sha512').digest)
})
afterEach(() => api.close())

const verify = () => verifyStore(api.service)
const layer = toDescriptor('layer').digest
const pathOf = (blob: string) => {
  const { algorithm = '', hex = '' } = parseDigest(blob) ?? {}
  return join(api.service.config.dataDir, 'blobs', algorithm, hex.slice(0, 2), hex)
}

test('a whole store is said to be whole', async () => {
  const { dataDir } = api.service.config
  expect(await verify()).toMatchObject({ dataDir, manifests: 3, blobs: 3 })
})

test('a missing, a cut and a changed blob are named with the repositories that have them', async () => {
  rmSync(pathOf(layer))
  appendFileSync(pathOf(toDescriptor('{}').digest), ' ')
  writeFileSync(pathOf(toDescriptor('wide', undefined, 'sha512').digest), 'Wide')
  const told = await verify().then(String, (error: Error) => error.message)
  expect(told).toContain(`${layer} is missing (in 111111111111/app, 111111111111/second)`)
  expect(told).toContain(`${toDescriptor('{}').digest} has 3 bytes instead of 2 (in `)
  const changed = toDescriptor('Wide', undefined, 'sha512').digest
  expect(told).toContain(`has the content of ${changed} (in 111111111111/app)`)
  expect(told.trim().split('\n')).toHaveLength(4)
})

test('a changed, a lost and a broken manifest are named', async () => {
  const db = databaseOf(api.service.store)
  const update = (content: Uint8Array) =>
    db.updateTable('image_manifest').set({ content }).where('digest', '=', digest).execute()
  await update(Buffer.from('{}'))
  await expect(verify()).rejects.toThrow(`111111111111/app@${digest} has the content of sha256:`)
  await db.deleteFrom('image_manifest').where('digest', '=', digest).execute()
  await expect(verify()).rejects.toThrow(`111111111111/second@${digest} has lost its content`)
})

test('a manifest that names what its repository does not have is named', async () => {
  const db = databaseOf(api.service.store)
  await db.deleteFrom('repository_blob').where('digest', '=', layer).execute()
  await expect(verify()).rejects.toThrow(
    `111111111111/app@${digest} names ${layer}, which the repository does not have`,
  )
  await db.deleteFrom('image').where('digest', '=', digest).execute()
  await expect(verify()).rejects.toThrow(`names ${digest}, which the repository does not have`)
})

test('content that nobody noted is no damage', async () => {
  const orphan = pathOf(toDescriptor('orphan').digest)
  mkdirSync(dirname(orphan), { recursive: true })
  writeFileSync(orphan, 'orphan')
  expect(await verify()).toMatchObject({ blobs: 3 })
})

test('what is removed during the reading is no damage', async () => {
  const db = databaseOf(api.service.store)
  // As a deletion and the collection of its blobs that happen between reading a row and reading what it names.
  const removed = { path: pathOf(layer), done: false }
  const store = {
    ...api.service.store,
    content: {
      ...api.service.store.content,
      async stat(blob: Digest) {
        if (blob === layer && !removed.done) {
          removed.done = true
          await db.deleteFrom('repository_blob').where('digest', '=', layer).execute()
          await db.deleteFrom('blob').where('digest', '=', layer).execute()
          rmSync(removed.path)
        }
        return api.service.store.content.stat(blob)
      },
    },
  }
  expect(await verifyBlobs(store)).toMatchObject({ damage: [] })
  expect(removed.done).toBe(true)
})
