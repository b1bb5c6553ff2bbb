/** A store with as many rows as are wished, for what has to be tried with many. */
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { openStore } from '#registry/store/open-store.ts'

const accountId = '111111111111'
const at = '2026-03-01T12:00:00.000Z'
const tags = ['latest', '1', '1.2']

/**
 * Makes a store in a directory without one, with images as they are pushed, each with its blob, its tags, a day of pulls and a record.
 * @param rows of all tables together; some more are made
 */
export async function fillStore(dataDir: string, rows: number): Promise<void> {
  /** What an image adds, counted in the tables: itself, its content, blob and references, three tags and their moves, and the rest. */
  const rowsOfImage = 15
  const imagesOfRepository = 50
  const repositories = Math.ceil(rows / rowsOfImage / imagesOfRepository)
  const store = await openStore({ dataDir })
  await store.transaction((tx) => tx.accounts.insert({ accountId, displayName: '', at }))
  for (let repository = 0; repository < repositories; repository += 1) {
    await store.transaction(async (tx) => {
      const name = `team/app-${repository}`
      const { repositoryId } = await tx.repositories.insert({ accountId, name, at })
      for (let number = 0; number < imagesOfRepository; number += 1) {
        const what = `${repository}-${number}`
        const layer = toDigest('sha256', Buffer.from(`layer ${what}`))
        const content = Buffer.from(
          JSON.stringify({ schemaVersion: 2, what, layer, padding: 'x'.repeat(400) }),
        )
        const digest = toDigest('sha256', content)
        await tx.blobs.add({ repositoryId, digest: layer, sizeBytes: 1_000_000, at })
        await tx.images.put(
          repositoryId,
          {
            ...{ digest, content, mediaType: OCI_IMAGE, artifactMediaType: null, artifactType: null },
            ...{ annotations: {}, subject: null, sizeBytes: 1_000_000 },
            references: [{ kind: 'blob', digest: layer, mediaType: 'application/octet-stream' }],
          },
          at,
        )
        for (const tag of tags) await tx.tags.put(repositoryId, { tag: `${tag}-${number}`, digest, at })
        await tx.changes.record({ accountId, repositoryName: name, at })
        await tx.pulls.add([{ repositoryId, day: '2026-03-01', tag: `latest-${number}`, count: 1 }])
        await tx.audit.append([
          {
            ...{
              eventId: what,
              eventSecond: 1_772_000_000,
              eventSource: 'ecr-public',
              eventName: 'PutImage',
            },
            ...{ readOnly: false, accountId, ownerAccountId: null, userName: 'ci', accessKeyId: null },
            ...{ resourceName: name, record: JSON.stringify({ what, padding: 'x'.repeat(600) }) },
          },
        ])
      }
    })
  }
  await store.close()
}
