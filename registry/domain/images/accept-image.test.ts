import { describe, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { readManifest } from '#lib/oci/manifest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { StoreReferenceError } from '#registry/store/store-error.ts'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { acceptImage } from './accept-image.ts'

const accountId = '111111111111'
const at = '2026-03-01T12:00:00.000Z'
const layer = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest: toDigest('sha256', Buffer.from('layer')),
}

async function openRepository() {
  const opened = await openTestService()
  const { store } = opened.service
  const { repositoryId } = await store.transaction(async (tx) => {
    await tx.accounts.insert({ accountId, displayName: '', at })
    const repository = await tx.repositories.insert({ accountId, name: 'app', at })
    await tx.blobs.add({ repositoryId: repository.repositoryId, digest: layer.digest, sizeBytes: 5, at })
    return repository
  })
  const accept = async (id: number, layers: readonly object[]) => {
    const config = { ...layer, size: 5, mediaType: 'application/vnd.oci.image.config.v1+json' }
    const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers }))
    const manifest = await readManifest(content, OCI_IMAGE, 'push')
    const image = { manifest, content, digest: toDigest('sha256', content), tags: ['latest'], at }
    return store.transactionIn(id, (tx) => acceptImage(opened.service, tx, id, image))
  }
  return {
    ...opened,
    store,
    repositoryId,
    accept,
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

describe('an image is checked beside its being stored', () => {
  test('its size is that of what it names, each once', async () => {
    await using opened = await openRepository()
    const { store, repositoryId, accept } = opened
    const accepted = await accept(repositoryId, [{ ...layer, size: 5 }])
    expect(accepted).toEqual({ isNew: true, movedTags: ['latest'] })
    expect(await store.images.list({ repositoryId, after: null, limit: 2 })).toMatchObject([
      { sizeBytes: 5, tags: ['latest'] },
    ])
  })

  test.each([
    ['blobs-missing', { ...layer, size: 5, digest: toDigest('sha256', Buffer.from('another')) }],
    ['wrong-size', { ...layer, size: 6 }],
  ])('of one that is refused nothing is stored: %s', async (code, wrong) => {
    await using opened = await openRepository()
    const { store, repositoryId, accept } = opened
    await expect(accept(repositoryId, [wrong])).rejects.toMatchObject({ code })
    expect(await store.images.count(repositoryId)).toBe(0)
    expect(await store.tags.getDigest(repositoryId, 'latest')).toBeNull()
  })

  test('a repository that is gone is named as the cause, whatever else is missing then', async () => {
    await using opened = await openRepository()
    const { store, repositoryId, accept } = opened
    await store.transaction((tx) => tx.repositories.delete(repositoryId))
    await expect(accept(repositoryId, [{ ...layer, size: 5 }])).rejects.toMatchObject({
      code: 'repository-gone',
    })
    const put = store.transaction((tx) => tx.tags.put(repositoryId, { tag: 'a', digest: layer.digest, at }))
    await expect(put).rejects.toThrow(StoreReferenceError)
  })

  test('what fails only because something before it did tells the cause', async () => {
    await using opened = await openRepository()
    const { store, repositoryId } = opened
    const write = store.transactionIn(repositoryId, async (tx) => {
      const put = tx.tags.put(repositoryId, { tag: 'a', digest: layer.digest, at })
      const asked = tx.images.listStored(repositoryId, [layer.digest])
      // They are sent together; PostgreSQL then answers neither, and SQLite the second.
      const ends = await Promise.allSettled([asked, put])
      for (const end of ends)
        if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(StoreReferenceError)
      await put
    })
    await expect(write).rejects.toThrow(StoreReferenceError)
  })
})
