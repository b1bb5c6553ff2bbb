/** How a pull names an image: `host/name`, then `:tag`, then `@digest` (OCI distribution specification 1.1.1, "Pull"). */
import type { PullClient } from './pull-client.ts'

/** By a tag that may move, by its content, or by both. */
export const REFERENCE_FORMS = ['tag', 'tag-and-digest', 'digest'] as const
export type ReferenceForm = (typeof REFERENCE_FORMS)[number]

export interface PullReference {
  /** Host and repository, such as `public.ecr.aws/docker/library/busybox`. */
  name: string
  tag: string | null
  /** `sha256:…` */
  digest: string | null
}

/** One of the platforms of an image, with the digest of the image for it. */
export interface PullPlatform {
  os: string
  architecture: string
  variant: string | null
  digest: string
  /** Others of the image have the same words for clients, as two versions of Windows do: the digest alone tells them apart. */
  isAmbiguous?: boolean
}

/** The reference as one word. */
export function toReferenceText({ name, tag, digest }: PullReference): string {
  return `${name}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

/** Keeps of an image's tag and digest what the form names it by. */
export function toReference(
  name: string,
  image: { tag: string | null; digest: string | null },
  form: ReferenceForm,
): PullReference {
  return {
    name,
    tag: form === 'digest' ? null : image.tag,
    digest: form === 'tag' ? null : image.digest,
  }
}

/**
 * The ways in which a client can name an image: Helm finds a chart by a version, or by its digest, and of two platforms with
 * the same words none is found by a tag.
 * @param tag null for an image that is shown by its digest
 */
export function listReferenceForms(
  client: PullClient,
  tag: string | null,
  platform: PullPlatform | null = null,
): readonly ReferenceForm[] {
  if (tag === null || (client === 'helm' && !isChartVersion(tag))) return ['digest']
  return platform?.isAmbiguous ? ['digest', 'tag-and-digest'] : REFERENCE_FORMS
}

/**
 * The platform in one word, as clients take it. The variant that every ARM 64 machine has is left out.
 * @example toPlatformWord({ os: 'linux', architecture: 'arm', variant: 'v7', digest }) // 'linux/arm/v7'
 */
export function toPlatformWord({
  os,
  architecture,
  variant,
}: Pick<PullPlatform, 'os' | 'architecture' | 'variant'>): string {
  const isUsual = architecture === 'arm64' && variant === 'v8'
  return [os, architecture, ...(variant === null || isUsual ? [] : [variant])].join('/')
}

/** True for a host that is this machine, to which clients speak HTTP. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/.test(host)
}

/** A version (Semantic Versioning 2.0.0, `v` and short forms allowed) as a tag, in which `_` stands for `+`. */
function isChartVersion(tag: string): boolean {
  const form = /^v?\d+(?:\.\d+){0,2}(?:-(?<stage>[0-9A-Za-z.-]+))?(?:_(?<build>[0-9A-Za-z.-]+))?$/
  const groups = form.exec(tag)?.groups
  if (groups === undefined) return false
  const [stage, build] = [groups.stage?.split('.') ?? [], groups.build?.split('.') ?? []]
  // Helm refuses `1.0.0-01`, and what is empty between two points.
  return [...stage, ...build].every((part) => part !== '') && !stage.some((part) => /^0\d+$/.test(part))
}
