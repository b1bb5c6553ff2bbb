/**
 * Finds the publishers that a query names, and gives their repositories the place that follows from that. Who types
 * `hashicorp terraform` means what HashiCorp publishes: a path of somebody else's may not borrow the name. So words that are the alias
 * or the display name of a publisher bind to it, a verified one first, and repositories of others that only bear its name come
 * after them, however well the letters fit.
 */
import type { AlternativeNames } from '../text/alternative-names.ts'
import { normalizeText } from '../text/normalize-text.ts'
import { type Compound, joinCompounds, listCompounds } from '../text/split-words.ts'
import type { Engine } from './engine.ts'
import { IN_NAME_STEP, TOP_STEP } from './fields.ts'
import type { Matches } from './match-units.ts'

/** By registry, what the query says besides its name, as one word; empty where it says nothing else. */
export type Bindings = ReadonlyMap<number, string>

const maxWords = 12
/** What the repositories of a named publisher are worth, and at most those of one that nobody verified. */
const ownStep = 9
const ownPartStep = 8
const ownTextStep = 6
const unverifiedStep = 7
/** What others are worth, at most, where a verified publisher was named with something else, or by itself. */
const borrowedStep = 5
const namesakeStep = 8
/** Of a publisher with more matches than that, the others are placed without a look at their names. */
const maxNamesRead = 20_000

/** @param compounds of the query, in their order */
export function findBindings({ registries }: Engine, compounds: readonly Compound[]): Bindings {
  const words = toWords(compounds.slice(0, maxWords))
  const found = new Map<number, { rest: string; length: number }>()
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= words.length; to += 1) {
      const holders = registries.byName.get(joinCompounds(words.slice(from, to)))
      if (holders === undefined) continue
      const rest = joinCompounds([...words.slice(0, from), ...words.slice(to)])
      for (const registry of holders) {
        const known = found.get(registry)
        if (known === undefined || known.length < to - from) found.set(registry, { rest, length: to - from })
      }
    }
  }
  const bound = [...found].filter(([registry]) => (registries.list[registry]?.documentCount ?? 0) > 0)
  const isVerified = ([registry]: (typeof bound)[number]) => registries.list[registry]?.verified === true
  const counted = bound.some(isVerified) ? bound.filter(isVerified) : bound
  return new Map(counted.map(([registry, { rest }]) => [registry, rest]))
}

/** Moves the steps of the matches: the named publishers' up, those that bear their names down. */
export function applyBindings(
  { documents, registries }: Engine,
  { documents: found, count, steps }: Matches,
  bindings: Bindings,
  alternatives: AlternativeNames,
): void {
  if (bindings.size === 0) return
  const isAnyVerified = [...bindings.keys()].some((registry) => registries.list[registry]?.verified === true)
  const isNamedAlone = [...bindings.values()].every((rest) => rest === '')
  const most = isNamedAlone ? namesakeStep : borrowedStep
  // Nearly all matches are of others, so what there is to know of these comes without a look at a map or at a registry.
  const isBound = new Uint8Array(registries.list.length)
  for (const registry of bindings.keys()) isBound[registry] = 1
  let read = 0
  for (let at = 0; at < count; at += 1) {
    const document = found[at] ?? 0
    const registry = documents.registries[document] ?? 0
    const step = steps[document] ?? 0
    if (isBound[registry] === 0) {
      const isMoved = isAnyVerified && step > most && step < TOP_STEP
      if (isMoved && registries.list[registry]?.verified !== true) steps[document] = most
      continue
    }
    const rest = bindings.get(registry) ?? ''
    const isRead = rest !== '' && read < maxNamesRead
    if (isRead) read += 1
    const own = rest === '' ? ownStep : step >= IN_NAME_STEP ? ownPartStep : ownTextStep
    const isNamed = isRead && isNameOf(documents.names[document] ?? '', rest, alternatives)
    steps[document] = isAnyVerified
      ? Math.max(step, isNamed ? TOP_STEP : own)
      : Math.max(step, isNamed ? ownPartStep : unverifiedStep)
  }
}

/** Whether the rest of the query is the whole name, or the last part of it. */
function isNameOf(name: string, rest: string, alternatives: AlternativeNames): boolean {
  const normalized = normalizeText(name)
  const wanted = [rest, ...(alternatives.get(rest) ?? [])]
  return [normalized, normalized.slice(normalized.lastIndexOf('/') + 1)].some((one) =>
    wanted.includes(joinCompounds(listCompounds(one))),
  )
}

/** `hashicorp-terraform` is two words as well. */
function toWords(compounds: readonly Compound[]): Compound[] {
  return compounds.flatMap((compound) => {
    const { parts, attached, isPairs } = compound
    if (isPairs || parts.length === 1 || attached.some(Boolean)) return [compound]
    return parts.map((part) => ({ parts: [part], attached: [false], isPairs: false }))
  })
}
