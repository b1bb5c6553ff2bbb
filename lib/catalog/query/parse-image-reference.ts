/**
 * Reads references to images (OCI distribution specification 1.1.1, "Pull") as people type and paste them: with or without
 * a host, an alias, a tag or a digest, also unfinished, and as the address of a gallery's page.
 */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import { isTag } from '#lib/oci/tag.ts'
import type { ImageReference } from './text-query.ts'

/** At least four digits, so that a word with a colon is seldom taken for one. */
const digestBeginning = /^(?:sha256:[0-9a-f]{4,64}|sha512:[0-9a-f]{4,128})$/

/**
 * A digest or its beginning, in lower case; null for anything else.
 * @example parseDigestBeginning('@sha256:00AB') // 'sha256:00ab'
 */
export function parseDigestBeginning(text: string): string | null {
  const digest = text.toLowerCase().replace(/^@/, '')
  if (/^[0-9a-f]{64}$/.test(digest)) return `sha256:${digest}`
  return digestBeginning.test(digest) ? digest : null
}

/** As many digits as clients show of a digest. */
const bareDigest = /^@?(?:sha256-)?([0-9a-f]{12,64})$/i

/**
 * The beginning of a digest without its algorithm, as clients list images; null for anything else.
 * @example parseBareDigest('00ABcd001122') // 'sha256:00abcd001122'
 */
export function parseBareDigest(text: string): string | null {
  const [, digits] = bareDigest.exec(text) ?? []
  return digits === undefined ? null : `sha256:${digits.toLowerCase()}`
}

/** What clients want before a reference: `docker://`, `oras://`, `registry:`. */
const transport = /^(?:(?:docker|oci|oras):\/\/|(?:docker-daemon|containers-storage|registry):)/i

/**
 * A reference in one word; null for a word that is none, and for a name alone, which is just a word.
 * @example parseImageReference('public.ecr.aws/acme/web:1.2') // registryAlias 'acme', repositoryName 'web', tag '1.2'
 */
export function parseImageReference(word: string): ImageReference | null {
  const [named = '', digestText, ...more] = word.replace(transport, '').split('@')
  const digest = digestText === undefined ? null : parseDigestBeginning(digestText)
  if (more.length > 0 || (digestText !== undefined && digest === null)) return null
  const { path, tag } = splitTag(named)
  if (tag !== null && tag !== '' && !isTag(tag)) return null
  const segments = path.toLowerCase().split('/')
  if (segments.length === 1 && tag === null && digest === null) return null
  const [host, names] = startsWithHost(segments) ? [segments[0], segments.slice(1)] : [null, segments]
  return toReference(host ?? null, names, tag, digest)
}

/**
 * The address of a repository's or an image's page, with `?tag=` or `?digest=`, or a reference with `https://` before it;
 * null for any other. The host is not looked at, as galleries have many.
 * @example parsePageAddress('https://gallery.ecr.aws/acme/web?tag=1.2') // the same as `acme/web:1.2`
 */
export function parsePageAddress(word: string): ImageReference | null {
  const isAddress = /^https?:\/\//i.test(word) || isAddressWithoutScheme(word)
  const url = isAddress ? URL.parse(word.includes('://') ? word : `https://${word}`) : null
  if (url === null) return null
  if (/[:@]/.test(url.pathname)) return parseImageReference(`${url.host}${url.pathname}`)
  const names = toPageNames(url.host, url.pathname.toLowerCase().split('/').filter(Boolean))
  const tag = url.searchParams.get('tag')
  const digest = parseDigestBeginning(url.searchParams.get('digest') ?? '')
  return toReference(url.host, names, tag !== null && isTag(tag) ? tag : null, digest)
}

/** The names in the addresses of pages that have more in them: `hub.docker.com/_/nginx`, `hub.docker.com/r/acme/web/tags`. */
function toPageNames(host: string, names: string[]): string[] {
  const [first, ...rest] = names
  if (host === 'hub.docker.com' && first === '_') return ['library', ...rest.slice(0, 1)]
  if (host === 'hub.docker.com' && first === 'r') return rest.slice(0, 2)
  if (host === 'quay.io' && first === 'repository') return rest.slice(0, 2)
  return names
}

/** A host, a path and something behind it: `gallery.ecr.aws/acme/web?tag=1.2`. */
function isAddressWithoutScheme(word: string): boolean {
  const end = word.search(/[?#]/)
  const slash = word.indexOf('/')
  // The host has a dot or a port, and there is at least one character between the slash and what follows the path.
  return slash > 0 && slash + 1 < end && /[.:]/.test(word.slice(1, slash))
}

function toReference(
  host: string | null,
  names: string[],
  tag: string | null,
  digest: string | null,
): ImageReference | null {
  const [first = '', ...rest] = names
  if (isRegistryAlias(first) && isRepositoryName(rest.join('/'))) {
    return { host, registryAlias: first, repositoryName: rest.join('/'), tag, digest }
  }
  const repositoryName = names.join('/')
  return isRepositoryName(repositoryName) && !/^sha\d+$/.test(repositoryName)
    ? { host, registryAlias: null, repositoryName, tag, digest }
    : null
}

/** The last colon begins the tag, unless it belongs to the port of the host. */
function splitTag(named: string): { path: string; tag: string | null } {
  const colon = named.lastIndexOf(':')
  return colon > named.lastIndexOf('/')
    ? { path: named.slice(0, colon), tag: named.slice(colon + 1) }
    : { path: named, tag: null }
}

/** An alias may have a dot in it, so that `a.b/c` is one; a host is followed by an alias and a repository. */
function startsWithHost([first = '', ...rest]: string[]): boolean {
  if (rest.length === 0) return false
  return first === 'localhost' || first.includes(':') || (rest.length > 1 && first.includes('.'))
}
