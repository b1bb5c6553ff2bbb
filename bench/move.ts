/**
 * A store of a million rows that moves from its file into PostgreSQL and back, compared row by row on the way. The budget: 15 minutes for
 * each of both.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { type MoveRequest, moveMetadata } from '#registry/store/move-metadata.ts'
import { openStore, type Store } from '#registry/store/open-store.ts'
import { createDatabase, startPostgres } from '#testing/start-postgres.ts'

const accountId = '111111111111'
const at = '2026-03-01T12:00:00.000Z'
const tags = ['latest', '1', '1.2']

/** Measures and prints. */
export async function run({ rows = 1_000_000 }: { rows?: number } = {}): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'move-bench-'))
  const postgres = await startPostgres()
  try {
    const databaseUrl = await createDatabase(postgres.url)
    console.log(`\nMaking a store of ${rows.toLocaleString('en')} rows …`)
    const store = await openStore({ dataDir })
    try {
      await fill(store, rows)
    } finally {
      await store.close()
    }
    const measured: Record<string, object> = {}
    for (const to of ['database', 'file'] as const) {
      const { seconds, moved } = await move({ dataDir, databaseUrl, to })
      measured[`to the ${to}`] = {
        seconds: Math.round(seconds),
        rows: moved,
        'rows a second': Math.round(moved / seconds),
      }
    }
    console.log('\nA store that moves, with the comparison of both sides')
    console.table(measured)
  } finally {
    await postgres.stop('SIGINT')
    rmSync(dataDir, { recursive: true })
  }
}

async function move(place: Pick<MoveRequest, 'dataDir' | 'databaseUrl' | 'to'>) {
  const from = performance.now()
  const signal = new AbortController().signal
  const tables = await moveMetadata({ ...place, signal, now: new Date(), tell: () => {} })
  return {
    seconds: (performance.now() - from) / 1000,
    moved: tables.reduce((sum, table) => sum + table.rows, 0),
  }
}

/** Images as they are pushed, each with its blob, its tags, a day of pulls and a record. */
async function fill(store: Store, rows: number): Promise<void> {
  /** What an image adds, counted in the tables: itself, its content, blob and references, three tags and their moves, and the rest. */
  const rowsOfImage = 15
  const imagesOfRepository = 50
  const repositories = Math.ceil(rows / rowsOfImage / imagesOfRepository)
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
}
