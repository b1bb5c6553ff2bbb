/** The registries of the documents, under dense numbers of the engine's own. */
import { normalizeText } from '../text/normalize-text.ts'

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
}

export function createRegistries(): Registries {
  return { list: [], numbers: new Map() }
}

/** Adds a registry, or replaces what is known of it; answers its number. */
export function putRegistry({ list, numbers }: Registries, facts: RegistryFacts): number {
  const number = numbers.get(facts.registryKey) ?? list.length
  const words = [facts.publisherName, ...facts.aliases].map(normalizeText).join(' ')
  list[number] = {
    ...facts,
    searchNames: ` ${words.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')} ${words}`,
    normalizedAliases: facts.aliases.map(normalizeText),
    documentCount: list[number]?.documentCount ?? 0,
  }
  numbers.set(facts.registryKey, number)
  return number
}

/** Forgets a registry; its number is not used again. */
export function removeRegistry({ list, numbers }: Registries, registryKey: number): void {
  const number = numbers.get(registryKey)
  const registry = number === undefined ? undefined : list[number]
  if (registry === undefined) return
  registry.searchNames = ''
  registry.normalizedAliases = []
  numbers.delete(registryKey)
}
