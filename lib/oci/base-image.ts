/**
 * What an image is built on: what its annotations name (OCI image specification 1.1.1, "Annotations",
 * `org.opencontainers.image.base.name` and `.digest`), and the chain of its layers, by which images are told that begin alike (OCI image
 * specification 1.1.1, "Layer ChainID"). Labels are no witness: an image inherits those of its base. Pure.
 */
import { createHash } from 'node:crypto'
import { type Digest, isDigest } from './digest.ts'
import { splitImageName } from './image-name.ts'
import { isTag } from './tag.ts'

export interface StatedBase {
  /** As it is written, without what cannot be shown. */
  reference: string
  /** Without tag and digest: `registry.example/acme/base`. */
  name: string
  tag: string | null
  /** Of the image, or of its index. */
  digest: Digest | null
}

const prefix = 'org.opencontainers.image.base.'

/** Images with more layers are built on nothing that anybody would find; Docker itself takes 127. */
const maxLayers = 128

/**
 * Reads what is stated; null where nothing is, and for what is no reference with a host.
 * @param annotations of the index and of the image in it; the first that names a base is the one
 */
export function toStatedBase(annotations: readonly Record<string, string>[]): StatedBase | null {
  const stating = annotations.find((one) => typeof one[`${prefix}name`] === 'string')
  const parts = stating === undefined ? null : splitImageName(stating[`${prefix}name`] ?? '')
  if (stating === undefined || parts === null) return null
  const { name, tag, digest } = parts
  const stated = stating[`${prefix}digest`] ?? digest ?? ''
  return {
    reference: tag === null ? name : `${name}:${tag}`,
    name,
    tag: tag !== null && isTag(tag) ? tag : null,
    digest: isDigest(stated) ? stated : null,
  }
}

/**
 * The ChainID of each layer with those below it, the lowest first: the last one stands for the whole file system.
 * @param diffIds of the layers, as the config has them
 * @returns none for more layers than any honest image has
 */
export function listChainIds(diffIds: readonly string[]): string[] {
  if (diffIds.length > maxLayers) return []
  const chain: string[] = []
  for (const diffId of diffIds) {
    const below = chain.at(-1)
    chain.push(
      below === undefined
        ? diffId
        : `sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`,
    )
  }
  return chain
}
