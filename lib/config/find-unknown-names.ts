/**
 * Variables that were meant for this project and do not exist: a typing error would otherwise be a setting that is not made, without
 * a word. The environment has names of others, too, which must never stop a start, so that a name is taken for ours only when it
 * begins as only ours do, or is one of ours with a slip of a letter or two, or with more letters at its end.
 */
import { countEdits, suggestNearest } from './nearest-words.ts'

/** What only this project's variables begin with. `REGISTRY_` is not among them: other tools have theirs, such as REGISTRY_AUTH_FILE. */
const ownPrefixes = [
  ...['GALLERY_', 'ECR_PUBLIC_', 'CATALOG_SOURCES_', 'DRAIN_', 'SYNC_', 'AUDIT_', 'ANONYMOUS_'],
  ...['SEARCH_ALTERNATIVES_', 'OIDC_ISSUERS_', 'TRUSTED_PROX', 'UNLIMITED_CLIENT'],
] as const

/** Kubernetes gives every container such names of each service beside it, and a service may be called `registry`. */
const ofServices = /_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_[A-Z]+)?)$/

/** A short name has too few letters to tell a slip from another name. */
const fewLetters = 12

/**
 * One line for each variable that is none, with what may have been meant.
 * @param names of the environment
 * @param known all variables that there are
 */
export function findUnknownNames(names: readonly string[], known: readonly string[]): string[] {
  const all = new Set(known)
  return names
    .filter((name) => !all.has(name) && !ofServices.test(name) && isMeantForUs(name, known))
    .map((name) => `  ${name}: there is no such variable. ${suggest(name, known)}`.trimEnd())
}

/** A longer form of one of ours, such as DATA_DIRECTORY, means that one however many letters it has more. */
function suggest(name: string, known: readonly string[]): string {
  const begun = known.filter((candidate) => name.startsWith(candidate))
  return begun.length > 0 ? `Did you mean ${begun.join(' or ')}?` : suggestNearest(name, known)
}

function isMeantForUs(name: string, known: readonly string[]): boolean {
  if (ownPrefixes.some((prefix) => name.startsWith(prefix))) return true
  // A word alone, such as HOST, is anybody's.
  const [first, second] = name.split('_')
  if (second === undefined) return false
  return known.some((candidate) => {
    if (!candidate.startsWith(`${first}_`)) return false
    if (name.startsWith(candidate) && name[candidate.length] !== '_') return true
    return countEdits(name, candidate) <= (candidate.length < fewLetters ? 1 : 2)
  })
}
