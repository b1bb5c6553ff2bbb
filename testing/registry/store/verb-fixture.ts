/** What the suites of the verbs have in common: an empty store for each test, and what they put into it. */
import { afterEach, beforeEach } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { NewImage, Repository } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

export const accountId = '111111111111'
export const otherId = '222222222222'
export const [at, later, latest] = [
  '2026-03-01T12:00:00.000Z',
  '2026-03-02T12:00:00.000Z',
  '2026-03-03T12:00:00.000Z',
]
export const digestOf = (text: string): Digest => toDigest('sha256', Buffer.from(text))

/** An image of one layer, or an index of one image. */
export function toImage(name: string, named: { kind: 'blob' | 'image'; digest: Digest }): NewImage {
  return {
    digest: digestOf(name),
    content: Buffer.from(name),
    mediaType: named.kind === 'blob' ? OCI_IMAGE : OCI_INDEX,
    artifactMediaType: null,
    artifactType: null,
    annotations: {},
    subject: null,
    sizeBytes: 7,
    references: [{ ...named, mediaType: 'application/octet-stream' }],
  }
}

export interface VerbFixture {
  /** That of the test which runs. */
  store(): Store
  makeRepository(name: string, owner?: string): Promise<Repository>
  /** An image by itself and in an index, with a tag each. */
  putAll(repositoryId: number): Promise<void>
}

/**
 * Has each test of this describe block begin with two accounts.
 * @param open an empty store; its directory, or whatever it has, is the caller's to remove
 */
export function openForEachTest(open: () => Promise<Store>): VerbFixture {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await store.transaction(async (tx) => {
      for (const id of [accountId, otherId]) {
        await tx.accounts.insert({ accountId: id, displayName: '', at })
      }
    })
  })
  afterEach(() => store.close())

  const makeRepository = (name: string, owner = accountId) =>
    store.transaction((tx) => tx.repositories.insert({ accountId: owner, name, at }))
  const putAll = (repositoryId: number) =>
    store.transaction(async (tx) => {
      const layer = digestOf('layer')
      await tx.blobs.add({ repositoryId, digest: layer, sizeBytes: 5, at })
      await tx.images.put(repositoryId, toImage('image', { kind: 'blob', digest: layer }), at)
      await tx.images.put(repositoryId, toImage('index', { kind: 'image', digest: digestOf('image') }), later)
      await tx.tags.put(repositoryId, { tag: '1.0', digest: digestOf('image'), at })
      await tx.tags.put(repositoryId, { tag: 'latest', digest: digestOf('index'), at: later })
    })

  return { store: () => store, makeRepository, putAll }
}
