/** Reads what the tag to offer first of a repository names, and what that says of itself, in at most four requests. */
import { toBuildTime } from '#lib/oci/build-time.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import { toPastTime } from '#lib/oci/past-time.ts'
import { chooseUsualPlatform } from '#lib/oci/platform-key.ts'
import { nameEntries, readConfig } from '#lib/oci-client/read-image.ts'
import type { PulledManifest, RegistryClient } from '#lib/oci-client/registry-client.ts'
import { chooseDefaultTag } from '#lib/tags/choose-default-tag.ts'
import type { ImageTag } from '../ecr-public/list-image-tags.ts'
import { toImageTag } from './to-image-tag.ts'
import { orNothing } from './to-source-error.ts'

export interface DefaultImage {
  tag: ImageTag
  pulled: PulledManifest
  /** Annotations and labels, those that count most first. */
  texts: Record<string, string>[]
}

/** The tag to offer first, as far as names alone tell; null where there is none. */
export function chooseTagName(names: readonly string[]): string | null {
  const candidates = names.map((tag) => ({ tag, digest: tag, pushedAt: null, artifactMediaType: null }))
  return chooseDefaultTag(candidates, null)?.tag ?? names[0] ?? null
}

/**
 * Reads the image of a tag.
 * @param ask sends one request when it is its turn
 * @throws {SourceError} when the manifest cannot be read
 */
export async function readDefaultImage(
  client: RegistryClient,
  name: string,
  tag: string,
  ask: <Answer>(what: string, send: () => Promise<Answer>) => Promise<Answer>,
): Promise<DefaultImage> {
  const pulled = await ask(`GET manifest of ${name}`, () => client.getManifest(name, tag))
  const { manifest } = pulled
  const texts = [manifest.annotations]
  const usual = manifest.kind === 'index' ? chooseUsualPlatform(nameEntries(manifest)) : undefined
  const child =
    usual && (await orNothing(ask(`GET manifest of ${name}`, () => client.getManifest(name, usual.digest))))
  if (child) texts.push(child.manifest.annotations)
  const image = manifest.kind === 'image' ? manifest : child?.manifest
  const config = image?.kind === 'image' ? image.config : null
  let createdAt = texts.map((one) => toTime(one['org.opencontainers.image.created'])).find(Boolean) ?? null
  // Labels are asked for only where annotations leave something open.
  const isTold = texts.some((one) => one['org.opencontainers.image.description'])
  if (config && isImageConfigMediaType(config.mediaType) && !(isTold && createdAt)) {
    const read = await orNothing(ask(`GET config of ${name}`, () => readConfig(client, name, config)))
    texts.push(Object.fromEntries(read?.labels ?? []))
    createdAt ??= toTime(read?.createdAt)
  }
  return { tag: toImageTag(tag, pulled, createdAt), pulled, texts }
}

/** What is to come says nothing either. */
function toTime(text: string | null | undefined): string | null {
  return toPastTime(toBuildTime(text), Date.now())
}
