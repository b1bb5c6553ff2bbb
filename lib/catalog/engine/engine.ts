/**
 * The search engine: a base segment, a delta segment on top of it, and columns of facts. Writes are found by the very next
 * search. A write marks the document's old number as deleted and adds a new one; compaction makes one new base of both
 * segments in slices, while writes and searches go on.
 */
import { type BaseSegment, emptySegment } from './base-segment.ts'
import { type CompactionInput, compactSegments } from './compact-segments.ts'
import { addDocument, addTerm, createDeltaSegment, readTokens } from './delta-segment.ts'
import { createDocumentNumbers, type DocumentNumbers } from './document-numbers.ts'
import {
  copyDocument,
  createDocuments,
  type DocumentFacts,
  type Documents,
  growDocuments,
  setDocument,
  setPullCount,
} from './documents.ts'
import { type DocumentTexts, EXTRA_MARK, FIELD_MARK, indexDocument, TERM_MASK } from './index-document.ts'
import type { SearchIndex } from './mark-ways.ts'
import { createScratch, type Scratch } from './match-units.ts'
import { copyProfile, countDocument, createProfiles, findProfile, type Profiles } from './profiles.ts'
import { countOfRegistry, createRegistries, type Registries } from './registries.ts'

export interface Engine extends SearchIndex {
  registries: Registries
  profiles: Profiles
  scratch: Scratch
  /** Sort keys by document. */
  keys: Float64Array
  /** The document of each repository by its id in the store. */
  documentOf: DocumentNumbers
  liveCount: number
  /** Raised with every base segment. */
  generation: number
}

/** Behind a new base there is room for so many documents. */
const spareDocuments = 1024

export function createEngine(): Engine {
  return {
    base: emptySegment,
    delta: createDeltaSegment(0),
    documents: createDocuments(),
    registries: createRegistries(),
    profiles: createProfiles(),
    scratch: createScratch(16),
    keys: new Float64Array(16),
    documentOf: createDocumentNumbers(),
    liveCount: 0,
    generation: 0,
  }
}

/** Adds a document, or replaces the one of the same repository. Its registry must have been put before. */
export function putDocument(engine: Engine, facts: DocumentFacts, texts: DocumentTexts): void {
  removeDocument(engine, facts.repositoryId)
  const tokens = indexDocument(texts, (term) => addTerm(engine.delta, term))
  addDocument(engine.delta, tokens)
  appendFacts(engine, facts)
}

/** Changes what a document is ranked by, and nothing that is searched. */
export function updatePullCount(engine: Engine, repositoryId: number, pullCount: number): void {
  const document = engine.documentOf.get(repositoryId)
  if (document !== undefined) setPullCount(engine.documents, document, pullCount)
}

/** Takes a repository out of all results; one that is not there is no mistake. */
export function removeDocument(engine: Engine, repositoryId: number): void {
  const { documents, documentOf, registries } = engine
  const document = documentOf.get(repositoryId)
  if (document === undefined) return
  documents.isDeleted[document] = 1
  documentOf.delete(repositoryId)
  engine.liveCount -= 1
  countDocument(engine.profiles, documents.profiles[document] ?? 0, -1)
  countOfRegistry(registries, documents.registries[document] ?? 0, -1)
}

/**
 * Takes over a base segment that was kept, in an engine that is still empty.
 * @param visitFacts calls back with the facts of each document that is still there, in any order
 */
export function restoreBase(
  engine: Engine,
  segment: BaseSegment,
  visitFacts: (put: (document: number, facts: DocumentFacts) => void) => void,
): void {
  const { documentCount } = segment
  const documents = createDocuments(documentCount + spareDocuments)
  documents.count = documentCount
  documents.names = Array(documentCount).fill('')
  documents.isDeleted.fill(1, 0, documentCount)
  engine.base = segment
  engine.delta = createDeltaSegment(documentCount)
  engine.documents = documents
  engine.generation += 1
  fitScratch(engine)
  visitFacts((document, facts) => setFacts(engine, document, facts))
  for (let document = 0; document < documentCount; document += 1) {
    documents.nameRanks[document] = 2 * document + 1
    if (documents.isDeleted[document] === 0) continue
    // It has the name of the one before, so that names stay in order.
    documents.names[document] = documents.names[document - 1] ?? ''
    documents.registries[document] = documents.registries[document - 1] ?? 0
  }
}

/** Makes a new base of everything, in slices. Nothing changes before the last one, and then all at once. */
export function* compactEngine(engine: Engine): Generator<void, void> {
  const { base, delta, documents } = engine
  const countAtStart = documents.count
  const order = listByName(engine)
  yield
  const input: CompactionInput = { base, delta, order }
  const { segment } = yield* compactSegments(input)
  swapBase(engine, segment, order, countAtStart)
}

/** Whether the one document comes before the other by name. */
export function isNameBefore({ documents, registries }: Engine, a: number, b: number): boolean {
  const [rankOfA, rankOfB] = [documents.nameRanks[a] ?? 0, documents.nameRanks[b] ?? 0]
  return rankOfA === rankOfB ? compareNames(documents, registries, a, b) < 0 : rankOfA < rankOfB
}

function appendFacts(engine: Engine, facts: DocumentFacts): void {
  engine.documents = growDocuments(engine.documents)
  fitScratch(engine)
  const { documents } = engine
  const document = documents.count
  documents.count += 1
  setFacts(engine, document, facts)
  documents.nameRanks[document] = 2 * findNamePlace(engine, document)
}

function setFacts(engine: Engine, document: number, facts: DocumentFacts): void {
  const { documents, registries, profiles } = engine
  const registry = registries.numbers.get(facts.registryKey)
  if (registry === undefined) {
    throw new Error(`The search engine doesn't know the registry with the key ${facts.registryKey}.`)
  }
  documents.isDeleted[document] = 0
  const profile = findProfile(profiles, facts.facets)
  setDocument(documents, document, facts, { registry, profile })
  countDocument(profiles, profile, 1)
  engine.documentOf.set(facts.repositoryId, document)
  engine.liveCount += 1
  countOfRegistry(registries, registry, 1)
}

/** Columns for queries that have room for as many documents as those of the documents. */
function fitScratch(engine: Engine): void {
  const capacity = engine.documents.isDeleted.length
  if (engine.keys.length === capacity) return
  engine.keys = new Float64Array(capacity)
  engine.scratch = createScratch(capacity)
}

/** How many documents of the base come before this one by name. */
function findNamePlace({ base, documents, registries }: Engine, document: number): number {
  let from = 0
  let to = base.documentCount
  while (from < to) {
    const middle = (from + to) >>> 1
    if (compareNames(documents, registries, middle, document) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function compareNames(documents: Documents, { list }: Registries, a: number, b: number): number {
  const [nameOfA, nameOfB] = [documents.names[a] ?? '', documents.names[b] ?? '']
  if (nameOfA !== nameOfB) return nameOfA < nameOfB ? -1 : 1
  const idOfA = list[documents.registries[a] ?? 0]?.registryId ?? ''
  const idOfB = list[documents.registries[b] ?? 0]?.registryId ?? ''
  if (idOfA !== idOfB) return idOfA < idOfB ? -1 : 1
  return a - b
}

function listByName(engine: Engine): Uint32Array {
  const { base, documents, registries } = engine
  const added: number[] = []
  for (let document = base.documentCount; document < documents.count; document += 1) {
    if (documents.isDeleted[document] === 0) added.push(document)
  }
  added.sort((a, b) => {
    const ranks = (documents.nameRanks[a] ?? 0) - (documents.nameRanks[b] ?? 0)
    return ranks === 0 ? compareNames(documents, registries, a, b) : ranks
  })
  const order: number[] = []
  let next = 0
  for (let document = 0; document <= base.documentCount; document += 1) {
    while ((documents.nameRanks[added[next] ?? 0] ?? 0) === 2 * document && next < added.length) {
      order.push(added[next++] ?? 0)
    }
    if (document < base.documentCount && documents.isDeleted[document] === 0) order.push(document)
  }
  return Uint32Array.from(order)
}

/** Puts the new base in place. What was written since it was begun becomes the delta. */
function swapBase(engine: Engine, segment: BaseSegment, order: Uint32Array, countAtStart: number): void {
  const { documents: old, delta: oldDelta, profiles: oldProfiles } = engine
  const later = old.count - countAtStart
  const documents = createDocuments(order.length + later + spareDocuments)
  documents.count = order.length
  // Those that nothing has any more are left behind.
  const profiles = createProfiles()
  const copies = new Int32Array(oldProfiles.list.length).fill(-1)
  const copyAll = (from: number, to: number) => {
    copyDocument(old, from, documents, to)
    const profile = old.profiles[from] ?? 0
    if (copies[profile] === -1) copies[profile] = copyProfile(oldProfiles, profile, profiles)
    documents.profiles[to] = copies[profile] ?? 0
    if (documents.isDeleted[to] === 0) countDocument(profiles, copies[profile] ?? 0, 1)
  }
  for (let document = 0; document < order.length; document += 1) {
    copyAll(order[document] ?? 0, document)
    documents.nameRanks[document] = 2 * document + 1
  }
  const delta = createDeltaSegment(order.length)
  engine.base = segment
  engine.delta = delta
  engine.documents = documents
  engine.profiles = profiles
  engine.generation += 1
  engine.documentOf = createDocumentNumbers()
  for (let document = 0; document < order.length; document += 1) {
    if (documents.isDeleted[document] === 0)
      engine.documentOf.set(documents.repositoryIds[document] ?? 0, document)
  }
  for (let document = countAtStart; document < old.count; document += 1) {
    if (old.isDeleted[document] === 1) continue
    const tokens = readTokens(oldDelta, document)
    const copy = documents.count
    addDocument(
      delta,
      renumber(tokens, (term) => addTerm(delta, oldDelta.terms[term] ?? '')),
    )
    copyAll(document, copy)
    documents.count += 1
    documents.nameRanks[copy] = 2 * findNamePlace(engine, copy)
    engine.documentOf.set(documents.repositoryIds[copy] ?? 0, copy)
  }
  fitScratch(engine)
}

function renumber(tokens: Uint32Array, toNumber: (term: number) => number): Uint32Array {
  return tokens.map((token) => {
    if (token >= FIELD_MARK) return token
    return token >= EXTRA_MARK ? EXTRA_MARK + toNumber(token & TERM_MASK) : toNumber(token)
  })
}
