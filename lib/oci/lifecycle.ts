/**
 * What a publisher says of the life of a repository with resource tags: that it is deprecated, the day on which it ends, and what
 * follows it; and of one image with Microsoft's lifecycle artifact, which refers to it. Values are strangers' texts: what is no
 * date and no reference is as if it were not there. Pure.
 */
import { isRegistryAlias, isRepositoryName } from './repository-name.ts'
import { isTag } from './tag.ts'
import { toUtcTime } from './utc-time.ts'

/** Resource tags of a repository. */
const DEPRECATED_KEY = 'public-gallery:deprecated'
const END_OF_LIFE_KEY = 'public-gallery:end-of-life'
const SUCCESSOR_KEY = 'public-gallery:successor'

/** Of an artifact that refers to an image, and has the day in an annotation. */
export const LIFECYCLE_ARTIFACT_TYPE = 'application/vnd.microsoft.artifact.lifecycle'
export const END_OF_LIFE_ANNOTATION = 'vnd.microsoft.artifact.lifecycle.end-of-life.date'

export interface Lifecycle {
  /** Its publisher advises against it. */
  isDeprecated: boolean
  /** The day from which on that is so, such as `2026-08-04`; null where none is stated. */
  deprecatedSince: string | null
  /** The last day. */
  endsOn: string | null
  /** What follows it, as `ALIAS/NAME` or `ALIAS/NAME:TAG`. */
  successor: string | null
}

export type LifecycleState = 'ended' | 'deprecated' | 'ending'

const dayMs = 86_400_000

/** What the resource tags of a repository say; null where that is nothing. */
export function toLifecycle(tags: readonly { key: string; value: string }[]): Lifecycle | null {
  const readValue = (wanted: string) => tags.find(({ key }) => key === wanted)?.value.trim() ?? ''
  const deprecated = readValue(DEPRECATED_KEY)
  const deprecatedSince = toDay(deprecated)
  const isDeprecated = deprecatedSince !== null || /^(?:true|yes)$/i.test(deprecated)
  const endsOn = toDay(readValue(END_OF_LIFE_KEY))
  if (!isDeprecated && endsOn === null) return null
  return { isDeprecated, deprecatedSince, endsOn, successor: toSuccessor(readValue(SUCCESSOR_KEY)) }
}

/** The last day of an image, from the annotations of each lifecycle artifact that refers to it: the latest, as a later one extends it. */
export function toImageLifecycle(annotations: readonly Readonly<Record<string, string>>[]): Lifecycle | null {
  const days = annotations.flatMap((one) => toDay(one[END_OF_LIFE_ANNOTATION]) ?? [])
  const endsOn = days.toSorted().at(-1)
  if (endsOn === undefined) return null
  return { isDeprecated: false, deprecatedSince: null, endsOn, successor: null }
}

/** How it is on a day; null where that is nothing to say yet. */
export function toLifecycleState(
  { isDeprecated, deprecatedSince, endsOn }: Lifecycle,
  nowMs: number,
): LifecycleState | null {
  if (endsOn !== null && nowMs >= Date.parse(endsOn) + dayMs) return 'ended'
  if (isDeprecated && (deprecatedSince === null || nowMs >= Date.parse(deprecatedSince))) return 'deprecated'
  return endsOn === null ? null : 'ending'
}

/**
 * In a sentence of plain ASCII, such as `This repository ends on 2027-01-31. Use tidewater/cache instead.`; null where there is nothing
 * to say yet.
 */
export function describeLifecycle(
  what: 'repository' | 'image',
  lifecycle: Lifecycle,
  nowMs: number,
): string | null {
  const state = toLifecycleState(lifecycle, nowMs)
  if (state === null) return null
  const { deprecatedSince, endsOn, successor } = lifecycle
  const since = deprecatedSince === null ? '' : ` since ${deprecatedSince}`
  const words = {
    ended: `ended on ${endsOn}`,
    deprecated: `is deprecated${since}${endsOn === null ? '' : ` and ends on ${endsOn}`}`,
    ending: `ends on ${endsOn}`,
  }[state]
  return `This ${what} ${words}.${successor === null ? '' : ` Use ${successor} instead.`}`
}

/** A successor taken apart; null for what is no reference to a repository here. */
export function parseSuccessor(
  text: string,
): { registryAlias: string; repositoryName: string; tag: string | null } | null {
  const slash = text.indexOf('/')
  const colon = text.lastIndexOf(':')
  const hasTag = colon > slash
  const registryAlias = text.slice(0, Math.max(slash, 0))
  const repositoryName = text.slice(slash + 1, hasTag ? colon : undefined)
  const tag = hasTag ? text.slice(colon + 1) : null
  if (!isRegistryAlias(registryAlias) || !isRepositoryName(repositoryName)) return null
  return tag === null || isTag(tag) ? { registryAlias, repositoryName, tag } : null
}

function toSuccessor(text: string): string | null {
  return parseSuccessor(text) === null ? null : text
}

function toDay(stated: string | undefined): string | null {
  return toUtcTime(stated)?.slice(0, 10) ?? null
}
