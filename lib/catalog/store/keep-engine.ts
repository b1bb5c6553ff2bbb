/**
 * Keeps the search engine up to date with the store. At the start it takes over the index file, and reads from the store what
 * changed since; without a file that can be used, that is everything. Both this and compaction run in short slices, so that
 * pages are answered meanwhile.
 */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { createDocumentNumbers } from '../engine/document-numbers.ts'
import {
  compactEngine,
  createEngine,
  type Engine,
  putDocument,
  removeDocument,
  restoreBase,
} from '../engine/engine.ts'
import { putRegistry, removeRegistry, sortWords } from '../engine/registries.ts'
import { giveBackMemory } from './give-back-memory.ts'
import { type IndexDatabase, readRevision, readStoreId } from './index-database.ts'
import { readAllRegistries, readDocument, readRegistry, visitAllFacts } from './read-documents.ts'
import { readSnapshot, type Snapshot, startSnapshot, type Writing, writeSnapshot } from './snapshot.ts'

export interface KeptEngine {
  engine: Engine
  /** Reads the repository again; to be called after each write of it. */
  refresh(repositoryId: number): void
  /** Reads the registry again, with its repositories. */
  refreshRegistry(registryKey: number): void
  /** Forgets a registry without repositories. */
  removeRegistry(registryKey: number): void
  /** How far the engine is with what it has to read at the start; null when it has everything. */
  progress(): { done: number; total: number } | null
  /** Merges what was written, when it is more than a few repositories. */
  compact(): void
  /** Resolves when nothing is left to read, to merge or to write to the file. */
  settle(): Promise<void>
  /** Begins with an empty engine: the store was rebuilt. */
  forget(): void
  /** Brings the file up to date, unless little was written since. */
  close(): void
}

/** So many repositories are read at once at the start, so that a small catalogue is there from the first moment. */
const readAtOnce = 2_000
const sliceMs = 4
/** A delta as large as this part of the base, and as this, is merged into it. */
const minDelta = 1_000
const deltaShare = 1 / 16
/** Where nobody leaves time for slices, it is merged all the same when it is so many times as large. */
const urgency = 4
/** When so many documents were merged, memory is given back at the end of a round: it takes longer than any slice. */
const bulkSize = 10_000
/** Where less is written, the file is brought up to date this often, if so many repositories changed. */
const saveIntervalMs = 60_000
const minChanges = 100
/** At the end of the process so small a part of the documents is left to be read at the next start, which is faster. */
const unsavedShare = 256

/**
 * Opens the engine.
 * @param file where the engine's index is kept; null keeps nothing
 * @param onError told when the file cannot be written; the engine goes on without
 */
export function keepEngine(
  database: IndexDatabase,
  file: string | null,
  onError: (error: Error) => void,
): KeptEngine {
  const engine = createEngine()
  let storeId = readStoreId(database)
  for (const registry of readAllRegistries(database)) putRegistry(engine.registries, registry)
  sortWords(engine.registries)
  const { stale: staleAtStart, snapshotRevision } = restore(database, engine, file, storeId)
  let stale = staleAtStart
  let next = 0
  let isClosed = false
  let savedRevision = snapshotRevision
  let running: Generator<void, void> | null = null
  let runningRevision: number | null = null
  let isScheduled = false
  let writing: Writing | null = null
  let baseRevision: number | null = null
  let mergedCount = 0
  let isRoundOver = false

  const publisherNames = (registryKey: number): readonly string[] => {
    const number = engine.registries.numbers.get(registryKey)
    const registry = number === undefined ? undefined : engine.registries.list[number]
    return registry === undefined ? [] : [registry.publisherName, ...registry.aliases]
  }
  const read = (repositoryId: number) => {
    const readFrom = storeId
    const document = readDocument(database, repositoryId, publisherNames)
    // Half of it may be of a store that was damaged.
    if (storeId !== readFrom) return
    if (document === null) removeDocument(engine, repositoryId)
    else putDocument(engine, document.facts, document.texts)
  }
  const readStale = (untilMs: number) => {
    while (next < stale.length && (next < readAtOnce || performance.now() < untilMs)) {
      const id = stale[next++]
      // What was written meanwhile is there already.
      if (id !== undefined && !engine.documentOf.has(id)) read(id)
    }
  }
  const isDue = (factor: number) =>
    engine.delta.documentCount > factor * Math.max(minDelta, engine.base.documentCount * deltaShare)
  const begin = () => {
    // A file must not claim to have what has not been read yet.
    runningRevision = next < stale.length ? null : readRevision(database)
    mergedCount += engine.delta.documentCount
    running = compactEngine(engine)
  }
  const finish = () => {
    const revision = runningRevision
    running = null
    runningRevision = null
    baseRevision = null
    if (revision !== null && revision !== savedRevision && !isClosed) writeFile(revision)
    tidyUp()
  }
  const tidyUp = () => {
    if (!isRoundOver || running !== null || next < stale.length) return
    isRoundOver = false
    if (mergedCount < bulkSize) return
    mergedCount = 0
    giveBackMemory()
  }
  const writeFile = (revision: number) => {
    baseRevision = revision
    // One at a time: the next one begins when this has ended.
    if (file === null || writing !== null) return
    writing = startSnapshot(file, toSnapshot(engine, storeId, revision), onError)
    void writing.ended.then((isWritten) => {
      writing = null
      if (isWritten) savedRevision = revision
      if (!isClosed && baseRevision !== null && baseRevision !== revision) writeFile(baseRevision)
    })
  }
  const runSlice = () => {
    isScheduled = false
    if (isClosed) return
    const untilMs = performance.now() + sliceMs
    readStale(untilMs)
    if (running === null && isDue(1)) begin()
    while (running !== null && performance.now() < untilMs) if (running.next().done === true) finish()
    if (running !== null || next < stale.length) schedule()
  }
  const schedule = () => {
    if (isScheduled || isClosed) return
    isScheduled = true
    setImmediate(runSlice)
  }
  const compactNow = () => {
    if (running === null) begin()
    while (running !== null) if (running.next().done === true) finish()
  }
  const noteWrite = () => {
    if (isDue(urgency)) compactNow()
    else if (isDue(1)) schedule()
  }

  const isNearlySaved = () => {
    if (savedRevision === null) return false
    const sql = 'SELECT count(*) AS count FROM repository WHERE revision > ?'
    const changes = database.get<{ count: number }>(sql, savedRevision)?.count ?? 0
    return changes * unsavedShare < engine.base.documentCount
  }
  const compact = () => {
    isRoundOver = true
    if (running !== null || next < stale.length) return
    if (engine.delta.documentCount < minChanges) return tidyUp()
    begin()
    schedule()
  }
  const timer = setInterval(compact, saveIntervalMs)
  timer.unref()

  readStale(0)
  if (next < stale.length || isDue(1)) schedule()
  return {
    engine,
    refresh: (repositoryId) => {
      read(repositoryId)
      noteWrite()
    },
    refreshRegistry: (registryKey) => {
      const registry = readRegistry(database, registryKey)
      if (registry === null) return
      putRegistry(engine.registries, registry)
      const rows = database.all<{ repository_id: number }>(
        'SELECT repository_id FROM repository WHERE registry_key = ?',
        registryKey,
      )
      for (const row of rows) read(row.repository_id)
      noteWrite()
    },
    removeRegistry: (registryKey) => removeRegistry(engine.registries, registryKey),
    progress: () => (next < stale.length ? { done: next, total: stale.length } : null),
    compact,
    settle: async () => {
      compact()
      while (!isClosed && (running !== null || next < stale.length || writing !== null)) {
        schedule()
        await yieldToOthers()
      }
    },
    forget: () => {
      Object.assign(engine, createEngine())
      storeId = readStoreId(database)
      stale = []
      next = 0
      running = null
      savedRevision = null
      baseRevision = null
      writing?.stop()
    },
    close: () => {
      isClosed = true
      clearInterval(timer)
      writing?.stop()
      if (file === null || next < stale.length || readRevision(database) === savedRevision) return
      if (isNearlySaved()) return
      if (engine.delta.documentCount > 0 || engine.documents.isDeleted.includes(1)) compactNow()
      writeSnapshot(file, toSnapshot(engine, storeId, readRevision(database)))
    },
  }
}

function restore(
  database: IndexDatabase,
  engine: Engine,
  file: string | null,
  storeId: string,
): { stale: number[]; snapshotRevision: number | null } {
  const snapshot = file === null ? null : readSnapshot(file, storeId, readRevision(database))
  const stale: number[] = []
  if (snapshot === null) {
    const sql = 'SELECT repository_id FROM repository ORDER BY repository_id'
    database.each<{ repository_id: number }>(sql, (row) => stale.push(row.repository_id))
    return { stale, snapshotRevision: null }
  }
  const { segment, repositoryIds, revision } = snapshot
  const documentOf = createDocumentNumbers()
  for (const [document, id] of repositoryIds.entries()) documentOf.set(id, document)
  restoreBase(engine, segment, (put) =>
    visitAllFacts(database, (facts, changedBy) => {
      const document = documentOf.get(facts.repositoryId)
      if (document === undefined || changedBy > revision) stale.push(facts.repositoryId)
      else put(document, facts)
    }),
  )
  return { stale, snapshotRevision: revision }
}

function toSnapshot(engine: Engine, storeId: string, revision: number): Snapshot {
  const { base, documents } = engine
  return {
    segment: base,
    repositoryIds: documents.repositoryIds.slice(0, base.documentCount),
    storeId,
    revision,
  }
}
