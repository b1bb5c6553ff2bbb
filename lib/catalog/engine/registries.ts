/** The registries of the documents, under dense numbers of the engine's own. */
import { normalizeText } from '../text/normalize-text.ts'
import { joinCompounds, listCompounds } from '../text/split-words.ts'

export interface RegistryFacts {
  registryKey: number
  registryId: string
  primaryAlias: string
  publisherName: string
  verified: boolean
  aliases: readonly string[]
}

export interface EngineRegistry extends RegistryFacts {
  /** Display name and aliases, normalised, each word after a space. */
  searchNames: string
  normalizedAliases: readonly string[]
  /** Of live documents. */
  documentCount: number
}

export interface Registries {
  list: EngineRegistry[]
  numbers: Map<number, number>
  /** By each alias and display name, joined into one word. */
  byName: Map<string, Set<number>>
  /** By which the larger ones are told without a look at each: documents, and the verified mark above them. */
  standings: number[]
  /** Words of the names in their order, each with the registry at the same place; also of names that are no longer used. */
  sorted: string[]
  holders: Uint32Array
  /** Those that are not yet among them. */
  unsorted: NameWord[]
}

interface NameWord {
  word: string
  registry: number
}

/** So many words are looked through one by one before they are sorted in. */
const maxUnsorted = 256
const VERIFIED_STANDING = 2 ** 30

export function createRegistries(): Registries {
  return {
    list: [],
    numbers: new Map(),
    byName: new Map(),
    standings: [],
    sorted: [],
    holders: new Uint32Array(0),
    unsorted: [],
  }
}

/** Registries of whose names some word begins so, maybe with others of which one once did. */
export function listCandidates(registries: Registries, beginning: string): number[] {
  if (registries.unsorted.length > maxUnsorted) sortWords(registries)
  const { sorted, holders, unsorted } = registries
  const found: number[] = []
  const isFound = new Uint8Array(registries.list.length)
  const add = (registry: number) => {
    if (isFound[registry] === 0) found.push(registry)
    isFound[registry] = 1
  }
  // U+FFFF is no character, so nothing that begins so comes after it.
  const end = findPlace(sorted, `${beginning}\uffff`)
  for (let at = findPlace(sorted, beginning); at < end; at += 1) add(holders[at] ?? 0)
  for (const { word, registry } of unsorted) if (word.startsWith(beginning)) add(registry)
  return found
}

/** Registries of which an alias or the display name is that, whatever stands between its words. */
export function listHolders({ byName }: Registries, name: string): number[] {
  return [...(byName.get(joinCompounds(listCompounds(name))) ?? [])]
}

function findPlace(sorted: readonly string[], text: string): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((sorted[middle] ?? '') < text) from = middle + 1
    else to = middle
  }
  return from
}

/** Sorts new words in: after many registries, so that the next suggestion need not. */
export function sortWords(registries: Registries): void {
  const known = registries.sorted.map((word, at) => ({ word, registry: registries.holders[at] ?? 0 }))
  const all = [...known, ...registries.unsorted].sort((a, b) => (a.word < b.word ? -1 : 1))
  registries.sorted = all.map(({ word }) => word)
  registries.holders = Uint32Array.from(all, ({ registry }) => registry)
  registries.unsorted = []
}

/** Adds a registry, or replaces what is known of it; answers its number. */
export function putRegistry(registries: Registries, facts: RegistryFacts): number {
  const { list, numbers } = registries
  const number = numbers.get(facts.registryKey) ?? list.length
  const words = [facts.publisherName, ...facts.aliases].map(normalizeText).join(' ')
  const searchNames = ` ${words.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')} ${words}`
  if (list[number]?.searchNames !== searchNames) {
    for (const word of new Set(searchNames.split(' '))) {
      if (word !== '') registries.unsorted.push({ word, registry: number })
    }
  }
  forgetNames(registries, number)
  for (const name of listJoinedNames(facts)) {
    const holders = registries.byName.get(name) ?? new Set()
    registries.byName.set(name, holders.add(number))
  }
  const documentCount = list[number]?.documentCount ?? 0
  list[number] = {
    ...facts,
    searchNames,
    normalizedAliases: facts.aliases.map(normalizeText),
    documentCount,
  }
  registries.standings[number] = documentCount + (facts.verified ? VERIFIED_STANDING : 0)
  numbers.set(facts.registryKey, number)
  return number
}

/** Counts a live document of the registry in, or out. */
export function countOfRegistry({ list, standings }: Registries, number: number, change: 1 | -1): void {
  const registry = list[number]
  if (registry === undefined) return
  registry.documentCount += change
  standings[number] = (standings[number] ?? 0) + change
}

/** Forgets a registry; its number is not used again. */
export function removeRegistry(registries: Registries, registryKey: number): void {
  const { list, numbers } = registries
  const number = numbers.get(registryKey)
  const registry = number === undefined ? undefined : list[number]
  if (number === undefined || registry === undefined) return
  forgetNames(registries, number)
  registry.searchNames = ''
  registry.normalizedAliases = []
  numbers.delete(registryKey)
}

function listJoinedNames({ publisherName, aliases }: RegistryFacts): Set<string> {
  const names = [publisherName, ...aliases].map((name) => joinCompounds(listCompounds(normalizeText(name))))
  return new Set(names.filter((name) => name !== ''))
}

function forgetNames({ list, byName }: Registries, number: number): void {
  const known = list[number]
  if (known === undefined) return
  for (const name of listJoinedNames(known)) {
    const holders = byName.get(name)
    holders?.delete(number)
    if (holders?.size === 0) byName.delete(name)
  }
}
