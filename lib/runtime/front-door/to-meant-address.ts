/**
 * References to images that were typed or pasted behind the gallery's address, such as `/ALIAS/REPO:TAG` or
 * `/public.ecr.aws/ALIAS/REPO@sha256:…`, and the page that each is of. No repository's name has a colon or an at sign in it, so
 * that no page has such an address itself.
 */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'

/** The gallery's own; no registry has it as its alias. */
const ownFolder = 'api'

const noAliases: ReadonlyMap<string, string> = new Map()

/**
 * The address of the page, with the parameters that were given; null for any other address.
 * @param path decoded
 * @param query without its question mark
 * @param hosts in lower case, with their ports
 * @param aliases of hosts whose references have no alias, by host
 * @example toMeantAddress('/acme/web:1.2', '', []) // '/acme/web?tag=1.2'
 */
export function toMeantAddress(
  path: string,
  query: string,
  hosts: readonly string[],
  aliases: ReadonlyMap<string, string> = noAliases,
): string | null {
  const typed = trimSlashes(path.trim())
  const { names: named, tag, digest } = takeApart(withoutHost(withoutScheme(typed), hosts, aliases))
  // Names of images have no capitals, and some clients take them all the same.
  const names = named.toLowerCase()
  const [alias = '', ...segments] = names.split('/')
  const repository = segments.join('/')
  if (alias === ownFolder || typed === named) return null
  if (!isRegistryAlias(alias) || !(repository === '' || isRepositoryName(repository))) return null
  const wanted = digest === null ? { tag } : { digest }
  const isNamed = tag !== null || digest !== null
  if (isNamed && repository === '') return null
  return `/${names}${toQuery(query, isNamed ? wanted : {})}`
}

function trimSlashes(text: string): string {
  let [from, to] = [0, text.length]
  while (text[from] === '/') from++
  while (to > from && text[to - 1] === '/') to--
  return text.slice(from, to)
}

function withoutScheme(typed: string): string {
  return typed.replace(/^(?:https?|docker|oci|oras):\/{1,2}/i, '')
}

/** A host is known, or has a port, which no alias can have; of some, the references have no alias of their own. */
function withoutHost(typed: string, hosts: readonly string[], aliases: ReadonlyMap<string, string>): string {
  const slash = typed.indexOf('/')
  const first = typed.slice(0, Math.max(slash, 0)).toLowerCase()
  const alias = aliases.get(first)
  if (alias !== undefined) return `${alias}${typed.slice(slash)}`
  return hosts.includes(first) || /^[a-z0-9.-]+:\d{1,5}$/.test(first) ? typed.slice(slash + 1) : typed
}

function takeApart(reference: string): { names: string; tag: string | null; digest: string | null } {
  const at = reference.indexOf('@')
  const named = at < 0 ? reference : reference.slice(0, at)
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1)
  return {
    names: colon < 0 ? named : named.slice(0, colon),
    tag: colon < 0 ? null : named.slice(colon + 1),
    digest: at < 0 ? null : reference.slice(at + 1),
  }
}

/** What the reference names comes in place of what the parameters named. */
function toQuery(query: string, wanted: Record<string, string | null>): string {
  const given = new URLSearchParams(query)
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(wanted)) params.set(key, value ?? '')
  const isNamed = params.size > 0
  for (const [key, value] of given) {
    if (!(isNamed && (key === 'tag' || key === 'digest' || key === 'tab'))) params.append(key, value)
  }
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
  return text === '' ? '' : `?${text}`
}
