/** The history of tags against a model of it, over moves that chance makes; and its bounds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { openStore, type Store } from '../open-store.ts'
import { databaseOf } from './create-verbs.ts'
import { KEPT_MOVES_OF_REPOSITORY, KEPT_MOVES_OF_TAG } from './tag-moves.ts'

let dataDir: string
let store: Store
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'moves-'))
  store = await openStore({ dataDir })
  await store.transaction((tx) => tx.accounts.insert({ accountId, displayName: '', at: toTime(0) }))
})
afterEach(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true })
})

const accountId = '111111111111'
const toTime = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString()
const digests = ['a', 'b', 'c'].map((name) => toDigest('sha256', Buffer.from(name)))
const tags = ['1', '2', 'latest']
const everything = { before: null, after: null, digest: null, limit: KEPT_MOVES_OF_TAG + 1 }

const putImage = (repositoryId: number, digest: (typeof digests)[number], at: string) =>
  store.transaction((tx) =>
    tx.images.put(
      repositoryId,
      {
        ...{ digest, content: Buffer.from(digest), mediaType: OCI_IMAGE, artifactMediaType: null },
        ...{ artifactType: null, annotations: {}, subject: null, sizeBytes: 1, references: [] },
      },
      at,
    ),
  )

type Step = { kind: 'put' | 'delete tag' | 'delete image'; tag: number; digest: number; turns: number }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('put', 'put', 'put', 'delete tag', 'delete image'),
  tag: fc.nat(tags.length - 1),
  digest: fc.nat(digests.length - 1),
  // A clock may stand still, and be set back.
  turns: fc.integer({ min: -1, max: 3 }),
})

test('whatever happens, the history says what each tag pointed to', async () => {
  let name = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      name += 1
      const { repositoryId } = await store.transaction((tx) =>
        tx.repositories.insert({ accountId, name: `app-${name}`, at: toTime(0) }),
      )
      const now = new Map<string, string>()
      const moves = new Map<string, string[]>(tags.map((tag) => [tag, []]))
      const last = new Map<string, string>()
      const note = (tag: string, word: string, digest: string, at: string) => {
        const before = last.get(tag)
        const shown = before !== undefined && before > at ? before : at
        last.set(tag, shown)
        moves.get(tag)?.unshift(`${word} ${digest} ${shown}`)
      }
      let second = 100
      for (const { kind, tag: tagAt, digest: digestAt, turns } of steps) {
        second += turns
        const at = toTime(second)
        const [tag = '', digest = digests[0]] = [tags[tagAt], digests[digestAt]]
        if (digest === undefined) continue
        if (kind === 'put') {
          await putImage(repositoryId, digest, at)
          await store.transaction((tx) => tx.tags.put(repositoryId, { tag, digest, at }))
          if (now.get(tag) !== digest) note(tag, 'to', digest, at)
          now.set(tag, digest)
        } else if (kind === 'delete tag') {
          await store.transaction((tx) => tx.tags.delete(repositoryId, tag, at))
          const was = now.get(tag)
          if (was !== undefined) note(tag, 'from', was, at)
          now.delete(tag)
        } else {
          await store.transaction((tx) => tx.images.delete(repositoryId, digest, at))
          for (const one of tags) {
            if (now.get(one) !== digest) continue
            note(one, 'from', digest, at)
            now.delete(one)
          }
        }
      }
      for (const tag of tags) {
        const found = await store.tags.listMoves(repositoryId, tag, everything)
        expect(found.map((it) => `${it.isRemoval ? 'from' : 'to'} ${it.digest} ${it.movedAt}`)).toEqual(
          moves.get(tag),
        )
        const current = found[0]?.isRemoval === false ? found[0].digest : null
        expect(current).toBe(await store.tags.getDigest(repositoryId, tag))
      }
    }),
    { numRuns: 60 },
  )
})

test('of a tag and of a repository only the newest moves are kept, and a move removes few', async () => {
  const { repositoryId } = await store.transaction((tx) =>
    tx.repositories.insert({ accountId, name: 'app', at: toTime(0) }),
  )
  const [one, other] = digests
  if (one === undefined || other === undefined) throw new Error('There are digests.')
  await putImage(repositoryId, one, toTime(0))
  await putImage(repositoryId, other, toTime(0))
  const db = databaseOf(store)
  const add = (from: number, count: number, tag: string) =>
    sql`WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${from + count - 1})
      INSERT INTO tag_move SELECT ${repositoryId}, i, ${sql.raw(tag)}, ${sql.raw(tag === "'hot'" ? 'i' : '1')},
        ${other}, ${OCI_IMAGE}, 1, ${toTime(1)}, 0 FROM n`.execute(db)
  await add(1, KEPT_MOVES_OF_TAG, "'hot'")
  await store.transaction((tx) => tx.tags.put(repositoryId, { tag: 'hot', digest: one, at: toTime(9) }))
  const hot = await store.tags.listMoves(repositoryId, 'hot', everything)
  expect([hot.length, hot[0]?.digest, hot.at(-1)?.number]).toEqual([KEPT_MOVES_OF_TAG, one, 2])
  await add(KEPT_MOVES_OF_TAG + 2, KEPT_MOVES_OF_REPOSITORY, "'v' || i")
  await store.transaction((tx) => tx.tags.put(repositoryId, { tag: 'new', digest: one, at: toTime(10) }))
  const { count } = await db
    .selectFrom('tag_move')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('repository_id', '=', repositoryId)
    .executeTakeFirstOrThrow()
  expect(count).toBe(KEPT_MOVES_OF_REPOSITORY)
})
