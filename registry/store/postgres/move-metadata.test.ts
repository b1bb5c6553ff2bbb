/** A store that moves from its file to a database and back is the same, also when the move is cut off and begun again. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { createDatabase } from '#testing/start-postgres.ts'
import { type MoveRequest, moveMetadata } from '../move-metadata.ts'
import { readMoveNote, writeMoveNote } from '../move-note.ts'
import { openStore, type Store } from '../open-store.ts'
import { openSqliteMetadata } from '../sqlite/open-sqlite-metadata.ts'
import { createSqliteSide } from '../sqlite/sqlite-side.ts'
import { StoreError, StoreMovedError } from '../store-error.ts'
import type { Transaction } from '../verbs.ts'
import { openPostgresMetadata } from './open-postgres-metadata.ts'
import { createPostgresSide } from './postgres-side.ts'

const accountId = '111111111111'
const at = '2026-03-01T12:00:00.000Z'
const repositories = 1_300

let dataDir: string
let databaseUrl: string
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'move-'))
  databaseUrl = await createDatabase(inject('postgresUrl'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const digestOf = (text: string): Digest => toDigest('sha256', Buffer.from(text))
const move = (to: MoveRequest['to'], options: Partial<MoveRequest> = {}) =>
  moveMetadata({
    ...{ dataDir, databaseUrl, to, now: new Date(at), tell() {} },
    signal: new AbortController().signal,
    ...options,
  })

async function withStore<Result>(
  url: string | null,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ dataDir, databaseUrl: url })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const noteCall = (tx: Transaction, n: number) =>
  tx.audit.append([
    {
      ...{ eventId: `${n}`, eventSecond: n, eventSource: 'ecr-public', eventName: 'Any', readOnly: false },
      ...{ accountId, ownerAccountId: null, userName: 'ci', accessKeyId: null, resourceName: null },
      record: `{"n":${n},"text":"ü–\\u0000"}`,
    },
  ])

/** Something of everything, and more than one page of some; the last repository is gone again. */
async function fill(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.accounts.insert({ accountId, displayName: 'Tide – ü', at })
    await tx.users.insert({ userId: 'AIDA1', accountId, name: 'CI', at })
    await tx.policies.putInline({ kind: 'user', id: 'AIDA1' }, { name: 'own', document: '{}' })
    await tx.policies.attach({ kind: 'user', id: 'AIDA1' }, 'arn:aws:iam::aws:policy/Any')
    await tx.accessKeys.insert({
      ...{ accessKeyId: 'AKIA1', accountId, holder: { kind: 'user', userId: 'AIDA1' } },
      ...{ secretSealed: new Uint8Array([0, 1, 255]), sessionTokenSha256: null, expiresAt: null, at },
    })
    for (let n = 0; n < repositories; n += 1) {
      const { repositoryId } = await tx.repositories.insert({ accountId, name: `r-${n}`, at })
      await tx.changes.record({ accountId, repositoryName: `r-${n}`, at })
      if (n % 100 !== 0) continue
      const layer = digestOf(`layer ${n}`)
      await tx.blobs.add({ repositoryId, digest: layer, sizeBytes: 2 ** 33 + n, at })
      const image = {
        ...{ digest: digestOf(`image ${n}`), content: Buffer.from(`\u0000 ${n}`), mediaType: OCI_IMAGE },
        ...{ artifactMediaType: null, artifactType: null, annotations: { n: `${n}` }, subject: null },
        ...{ sizeBytes: 7, references: [{ kind: 'blob' as const, digest: layer, mediaType: 'l' }] },
      }
      await tx.images.put(repositoryId, image, at)
      for (const tag of ['latest', 'V1', 'v1'])
        await tx.tags.put(repositoryId, { tag, digest: image.digest, at })
      await tx.pulls.add([{ repositoryId, day: '2026-03-01', tag: 'latest', count: n + 1 }])
      await noteCall(tx, n)
    }
  })
  await store.transaction((tx) => tx.audit.prune(300))
  await store.transaction((tx) => tx.repositories.delete(repositories))
}

/** What callers would see, and what the next ones get. */
async function look(store: Store) {
  const names = await store.repositories.list({ accountId, after: 'r-7', limit: 9 })
  return {
    storeId: store.storeId,
    names,
    count: await store.repositories.countAll(),
    image: await store.manifests.get(101, { tag: 'latest' }),
    tags: await store.tags.listNames(101, { after: null, limit: 9 }),
    moves: await store.tags.listMoves(101, 'v1', { before: null, after: null, digest: null, limit: 9 }),
    key: await store.accessKeys.get('AKIA1'),
    policies: await store.policies.listOf({ kind: 'user', id: 'AIDA1' }),
    changes: await store.changes.list(1_000),
    pulls: await store.pulls.listChanges(0),
    head: await store.audit.getHead(),
    anchor: await store.audit.getAnchor(),
    blobs: await store.blobs.count(),
  }
}

test('there and back everything is as it was, and goes on where it was', async () => {
  const before = await withStore(null, async (store) => {
    await fill(store)
    return look(store)
  })
  const tables = await move('database')
  expect(tables.find(({ table }) => table === 'repository')).toMatchObject({ rows: repositories - 1 })
  await expect(openStore({ dataDir })).rejects.toThrow(StoreMovedError)

  const inDatabase = await withStore(databaseUrl, async (store) => {
    expect(await look(store)).toEqual(before)
    await store.transaction(async (tx) => {
      // The id of the one that is gone is not given again, and the chain goes on.
      expect(await tx.repositories.insert({ accountId, name: 'new', at })).toMatchObject({
        repositoryId: repositories + 1,
      })
      await tx.changes.record({ accountId, repositoryName: 'new', at })
      await noteCall(tx, 5_000)
      await tx.pulls.add([{ repositoryId: 1, day: '2026-03-02', tag: 'latest', count: 1 }])
    })
    return look(store)
  })
  await move('file')
  await expect(openStore({ dataDir, databaseUrl })).rejects.toThrow(StoreMovedError)
  await withStore(null, async (store) => {
    expect(await look(store)).toEqual(inDatabase)
    await store.transaction(async (tx) => {
      await tx.repositories.insert({ accountId, name: 'newer', at })
      await noteCall(tx, 6_000)
      await tx.users.delete('AIDA1')
    })
    expect(await store.policies.getVersion()).toBeGreaterThan(1)
  })
  await move('database')
  await withStore(databaseUrl, async (store) => {
    expect(await store.repositories.get(accountId, 'newer')).toMatchObject({ repositoryId: repositories + 2 })
  })
})

test('a move that is cut off is no store, and goes on when it is asked for again', async () => {
  const before = await withStore(null, async (store) => {
    await fill(store)
    return look(store)
  })
  const cutting = new AbortController()
  const tell = (line: string) => {
    if (line.startsWith('image:')) cutting.abort()
  }
  await expect(move('database', { signal: cutting.signal, tell })).rejects.toThrow('aborted')
  await expect(openStore({ dataDir, databaseUrl })).rejects.toThrow(StoreMovedError)
  // Whoever thinks better of it goes on with the file.
  await withStore(null, async (store) => expect(await look(store)).toEqual(before))
  const told: string[] = []
  await move('database', { tell: (line) => told.push(line) })
  expect(told.some((line) => line.startsWith('account:'))).toBe(false)
  await withStore(databaseUrl, async (store) => expect(await look(store)).toEqual(before))
})

test('a source that was changed between two runs is noticed', async () => {
  await withStore(null, fill)
  const cutting = new AbortController()
  const tell = (line: string) => {
    if (line.startsWith('image:')) cutting.abort()
  }
  await expect(move('database', { signal: cutting.signal, tell })).rejects.toThrow('aborted')
  await withStore(null, (store) =>
    store.transaction((tx) => tx.accounts.setDisplayName(accountId, 'Another one')),
  )
  await expect(move('database')).rejects.toThrow('account')
})

test('nothing is moved over a store, nor from under a program', async () => {
  await withStore(null, fill)
  await withStore(databaseUrl, async (store) => {
    await expect(move('database')).rejects.toThrow('Stop them first')
    await store.transaction((tx) => tx.accounts.insert({ accountId: '222222222222', displayName: '', at }))
  })
  await expect(move('database')).rejects.toThrow(StoreError)
  await expect(move('file')).rejects.toThrow('already')
  expect(existsSync(join(dataDir, 'metadata.sqlite'))).toBe(true)
})

test('a program that is about to leave the database is waited for', async () => {
  await withStore(null, fill)
  const store = await openStore({ dataDir: join(dataDir, 'other'), databaseUrl })
  const closing = sleep(1_000).then(() => store.close())
  const answer = await move('database').catch(String)
  expect(answer).not.toContain('Stop them first')
  await closing
})

test('what was moved away and is emptied says so until it is noted what comes into it', async () => {
  const file = await openSqliteMetadata(join(dataDir, 'metadata.sqlite'), () => {})
  const database = await openPostgresMetadata(databaseUrl)
  for (const side of [createSqliteSide(file.db, dataDir), createPostgresSide(database.db)]) {
    await writeMoveNote(side.db, { kind: 'left' })
    await side.clear()
    expect(await readMoveNote(side.db)).toEqual({ kind: 'left' })
  }
  await file.close()
  await database.close()
})
