/** What an upstream's answers say: lists, the next page, a range. Bounded, so that no answer holds up the process. Pure. */
import { z } from 'zod'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { isTag } from '#lib/oci/tag.ts'

/** Of a list, as of each other text of strangers: more takes longer than a turn may take. */
export const maxListBytes = 2 * 1024 * 1024
/** Referrers of one page; more are left out. */
const maxReferrers = 2_000

/** A list of tags has two levels, one of referrers four. */
const maxDepth = 64

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

const tagsAnswer = z.object({ tags: z.array(z.unknown()).nullish() })

const descriptor = z.looseObject({
  mediaType: z.string().max(255),
  digest: z.string().refine((text): text is Digest => isDigest(text)),
  size: z.number().int().min(0),
  artifactType: z.string().max(255).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
})

const referrersAnswer = z.object({ manifests: z.array(z.unknown()).nullish() })

export type UpstreamReferrer = z.output<typeof descriptor>

/** The tags of a list; null for what is none. */
export function readTags(bytes: Buffer): string[] | null {
  const parsed = tagsAnswer.safeParse(parseJson(bytes)).data
  return parsed
    ? (parsed.tags ?? []).filter((tag): tag is string => typeof tag === 'string' && isTag(tag))
    : null
}

/** The referrers of a list; what is no descriptor is left out, and takes nothing from the others. Null for what is no list. */
export function readReferrers(bytes: Buffer): UpstreamReferrer[] | null {
  const parsed = referrersAnswer.safeParse(parseJson(bytes)).data
  if (!parsed) return null
  return (parsed.manifests ?? [])
    .slice(0, maxReferrers)
    .flatMap((one) => descriptor.safeParse(one).data ?? [])
}

/** The query of the next page; whatever address a list names, it is asked of the upstream itself. Null at the end. */
export function readNextQuery(link: string | undefined): string | null {
  const target = /^\s*<([^>]{1,2048})>\s*;[^,]*\brel="?next"?/i.exec(link?.slice(0, 4_096) ?? '')?.[1]
  const at = target?.indexOf('?') ?? -1
  return target === undefined || at < 0 ? null : `?${new URLSearchParams(target.slice(at + 1))}`
}

/** The first byte, and the length of the whole, of `Content-Range`; the length is null where it is not known. */
export function readContentRange(
  text: string | undefined,
): { first: number; sizeBytes: number | null } | null {
  const [, first, size] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(text ?? '') ?? []
  return first === undefined ? null : { first: Number(first), sizeBytes: size === '*' ? null : Number(size) }
}

/** Null for what is no JSON, or nested deeper than any answer. */
export function parseJson(bytes: Buffer): unknown {
  // What is nested without end costs a parser ten times as much as other text of that length.
  if (isNestedBeyond(bytes, maxDepth)) return null
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

function isNestedBeyond(bytes: Buffer, limit: number): boolean {
  let depth = 0
  let isText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (isText) {
      if (byte === backslash) at += 1
      else if (byte === quote) isText = false
    } else if (byte === quote) isText = true
    else if (byte === openBracket || byte === openBrace) {
      depth += 1
      if (depth > limit) return true
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1
  }
  return false
}
