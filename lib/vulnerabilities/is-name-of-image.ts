/**
 * Whether a name in a statement is that of the image that it is attached to: a package URL of type `oci` or `docker` (purl-spec, "purl types"), or a
 * reference with its digest. What a publisher says of one image may be attached to all of them in one document. Pure.
 */
import { type Purl, readPurl } from '#lib/packages/make-package-list.ts'

/** What is known of an image, by which statements name it. */
export interface NamedImage {
  /** Of the repository, as it is pulled: `public.ecr.aws/acme/app`. */
  uri: string
  /** Its own first, then that of its index. */
  digests: readonly string[]
  /** That it has in the repository; empty where they are not known. */
  tags: ReadonlySet<string>
  /** Null where it is not known. */
  architecture: string | null
}

/** True for a package URL of an image, which is no package in one. */
export function isPurlOfImage({ type }: Purl): boolean {
  return type === 'oci' || type === 'docker'
}

/**
 * True for a name of the image. A digest is enough, as a copy of the image may have another name; without one the name has to be the
 * repository's, and a tag one of the image's.
 */
export function isNameOfImage(id: string, image: NamedImage): boolean {
  const purl = readPurl(id)
  if (purl === null || !isPurlOfImage(purl)) return image.digests.some((digest) => id.endsWith(`@${digest}`))
  const { version, tag, architecture } = purl
  if (version !== null && version === image.digests[0]) return true
  if (architecture !== null && architecture !== image.architecture) return false
  if (version !== null && image.digests.includes(version)) return true
  return (
    isNameOfRepository(purl, image.uri) && [version, tag].every((one) => one === null || image.tags.has(one))
  )
}

/** `repository_url` has the name at its end, or is of the registry alone, or of the folder (purl-spec has examples of all three). */
function isNameOfRepository({ namespace, name, repositoryUrl }: Purl, uri: string): boolean {
  const own = uri.toLowerCase()
  const full = (namespace === null ? name : `${namespace}/${name}`).toLowerCase()
  if (!own.slice(own.indexOf('/')).endsWith(`/${full}`)) return false
  if (repositoryUrl === null) return true
  const stated = toRepository(repositoryUrl.toLowerCase())
  return own === stated || own === `${stated}/${full}`
}

/** `https://ghcr.io/acme/app:1.4.2` is `ghcr.io/acme/app`. */
function toRepository(url: string): string {
  const scheme = url.indexOf('://')
  const [path = ''] = url.slice(scheme < 0 ? 0 : scheme + 3).split(/[@?#]/, 1)
  const bare = path.endsWith('/') ? path.slice(0, -1) : path
  const [slash, colon] = [bare.lastIndexOf('/'), bare.lastIndexOf(':')]
  // Before the first slash it is the port of the registry.
  return slash >= 0 && colon > slash ? bare.slice(0, colon) : bare
}
