/**
 * What a visitor decides by, of one image: kind, platforms, size, licence, source, dates, and what is attached to it. Annotations
 * are the predefined ones (OCI image specification 1.1.1, "Annotations"); what an index says goes before what its image says,
 * and that before the image's labels. Pure.
 */
import type { ArtifactKind } from './artifact-kind.ts'
import { toBuildTime } from './build-time.ts'
import type { Digest } from './digest.ts'
import type { Platform } from './manifest.ts'
import { toLinkTarget, toShownText } from './untrusted-text.ts'

/** One of the images of an index, or the image itself. */
export interface PlatformFact {
  /** The address of it in `?platform=`, unique in its index. */
  key: string
  /** As it is shown, unique too: `linux/arm64`, `windows/amd64 10.0.20348.1`. */
  text: string
  /** Null where nothing states one. */
  platform: Platform | null
  digest: Digest
  /** Compressed; null where it has not been looked up. */
  sizeBytes: number | null
}

/** How much of each kind is attached to an image. That it is there is no proof that it is right. */
export interface AttachedCounts {
  signatures: number
  boms: number
  attestations: number
}

export const SIGNATURE_STATES = ['verified', 'other-signer', 'not-verified', 'under-way'] as const

/** What came of verifying the signatures of an image. */
export interface SignatureFact {
  /** `other-signer`: verified, and not by whom the images of the repository are expected from. */
  state: (typeof SIGNATURE_STATES)[number]
  /** Who signed, in words; null for what is not verified. */
  by: string | null
}

/** What texts beside an image say of it. */
export interface StatedFacts {
  licence: string | null
  sourceUrl: string | null
  documentationUrl: string | null
  version: string | null
  revision: string | null
  /** ISO 8601; null also for the dates of reproducible builds. */
  createdAt: string | null
}

export interface ImageFacts extends StatedFacts {
  digest: Digest
  kind: ArtifactKind
  /** The `artifactType`, or the media type of the config; null for an index that states none. */
  artifactMediaType: string | null
  /** Of an image without an index one, from its config; empty for what is no image. */
  platforms: PlatformFact[]
  /** Compressed, of the platform that is shown first; null where it cannot be read. */
  sizeBytes: number | null
  attached: AttachedCounts
  /** Null where none is attached, and where nobody has verified it. */
  signature: SignatureFact | null
}

const prefix = 'org.opencontainers.image.'
const maxLength = 200

/**
 * Reads what is stated, the first that says something being the one.
 * @param texts annotations and labels, the most telling first
 * @param created of the config, which only says when where no text does
 */
export function toStatedFacts(texts: readonly Record<string, string>[], created: string | null): StatedFacts {
  const find = <Found>(name: string, read: (text: string) => Found | null): Found | null => {
    for (const one of texts) {
      const text = one[`${prefix}${name}`]
      const found = typeof text === 'string' && text.trim() !== '' ? read(text.trim()) : null
      if (found !== null) return found
    }
    return null
  }
  const toText = (text: string) => toShownText(text, maxLength)
  return {
    licence: find('licenses', toText),
    sourceUrl: find('source', toLinkTarget) ?? find('url', toLinkTarget),
    documentationUrl: find('documentation', toLinkTarget),
    version: find('version', toText),
    revision: find('revision', toText),
    createdAt: find('created', toBuildTime) ?? toBuildTime(created),
  }
}
