/**
 * What the embedded registry tells beyond the ECR Public API, under `GET /gallery/…`: the storage's identity
 * with what every registry says of its publisher, pull counts, and the change feed. The real service has none of it, and
 * the gallery works without.
 */
import { z } from 'zod'
import { explain } from '../say-failure.ts'
import { upstreamReason } from '../say-upstream-failure.ts'
import { EcrPublicError, toEcrPublicError } from './ecr-public-error.ts'
import { requestJson, type SourceAnswer } from './request-json.ts'
import { type PublisherProfile, toPublisherProfile } from './to-publisher-profile.ts'

const requestTimeoutMs = 5_000

/** How much longer than asked for a long poll may take. */
const pollGraceMs = 5_000

const registriesAnswer = z.object({
  storeId: z.string().min(1),
  registries: z.array(
    z.object({
      registryId: z.string(),
      displayName: z.string().nullish(),
      // A registry of an earlier version has neither.
      description: z.string().nullish(),
      website: z.string().nullish(),
    }),
  ),
})

const pullsAnswer = z.object({
  /** A registry that tells no changes has neither of the two, and gives everything each time. */
  cursor: z.string().max(200).optional(),
  reset: z.boolean().optional(),
  pulls: z.array(
    z.object({ registryId: z.string(), repositoryName: z.string(), pullCount: z.number().int().min(0) }),
  ),
})

export const repositoryPullsAnswer = z.object({
  total: z.number().int().min(0),
  days: z.array(z.object({ day: z.iso.date(), count: z.number().int().min(0) })).max(366),
  tags: z.array(z.object({ tag: z.string(), count: z.number().int().min(0) })),
})

const pullDetailsAnswer = repositoryPullsAnswer.extend({
  tagDays: z
    .array(z.object({ day: z.iso.date(), tag: z.string(), count: z.number().int().min(0) }))
    .max(10_000),
  clientDays: z
    .array(
      z.object({
        day: z.iso.date(),
        client: z.string().regex(/^[a-z][a-z-]{0,31}$/),
        count: z.number().int().min(0),
      }),
    )
    .max(10_000),
  /** A registry that counts none tells none. */
  platformDays: z
    .array(
      z.object({
        day: z.iso.date(),
        platform: z
          .string()
          .max(120)
          .regex(/^[a-z0-9._/-]+$/),
        count: z.number().int().min(0),
      }),
    )
    .max(10_000)
    .default([]),
})

const changesAnswer = z.object({
  storeId: z.string().min(1),
  /** The newest change that this answer covers; what follows it is asked for next. */
  sequence: z.number().int().min(0),
  /** The feed no longer reaches back to what was asked for. */
  reset: z.boolean().optional(),
  changes: z.array(
    z.object({
      sequence: z.number().int(),
      registryId: z.string(),
      /** Null when the registry itself changed. */
      repositoryName: z.string().nullable(),
      at: z.string(),
    }),
  ),
})

const upstreamAnswer = z.object({
  host: z.string().max(300),
  name: z.string().max(300),
  checkedAt: z.iso.datetime().nullable(),
  refusal: z.string().max(500).nullable(),
  /** A registry of an older version has it in words alone. */
  reason: upstreamReason.nullable().default(null),
  behindTags: z.number().int().min(0).nullable(),
})

/** The registry that a repository is pulled through from, and how it stands beside the one there. */
export type RepositoryUpstream = z.infer<typeof upstreamAnswer>

export type ChangePage = z.infer<typeof changesAnswer>
type PullCounts = z.infer<typeof pullsAnswer>['pulls']

/** Pull counts of repositories, over all time. */
export interface PullCountPage {
  /** What is asked with next time; null where the registry cannot tell what changed. */
  cursor: string | null
  /** True for all repositories that were ever pulled; false for those whose counts changed since the cursor, or that are gone (0). */
  isWhole: boolean
  pulls: PullCounts
}
/** Pulls of one repository: of all time, of each of the last thirty days (the oldest first), and by tag. */
export type RepositoryPulls = z.infer<typeof repositoryPullsAnswer>

/** The same on each of the last ninety days, with what was pulled by tag (empty for pulls by digest) and by which client. */
export type PullDetails = z.infer<typeof pullDetailsAnswer>

/** A registry that offers the extension. Every verb throws EcrPublicError when it cannot be read. */
export interface GalleryExtension {
  /** What registries say of their publishers, by registry id. */
  listProfiles(): Promise<Map<string, PublisherProfile>>
  /** Counts that changed since the answer that the cursor is from; all of them without one, or where it is not known any more. */
  listPullCounts(since: string | null): Promise<PullCountPage>
  /**
   * Changes after `since`; waits up to `waitSeconds` (at most 30) for the first one, or until the signal. With the
   * `storeId` that `since` belongs to, another store says `reset` at once.
   */
  readChanges(options: {
    since: number
    storeId?: string
    waitSeconds: number
    signal?: AbortSignal
  }): Promise<ChangePage>
}

/**
 * Asks the endpoint whether it offers the extension.
 * @param endpoint without a trailing slash; null for the real service
 * @returns null when it answers but doesn't, and for the real service, which is not even asked
 * @throws {EcrPublicError} when the endpoint cannot be reached or is in trouble
 */
export async function findGalleryExtension(endpoint: string | null): Promise<GalleryExtension | null> {
  if (endpoint === null) return null
  try {
    await readJson(endpoint, '/gallery/registries', registriesAnswer, requestTimeoutMs)
  } catch (error) {
    if (error instanceof NotOfferedError) return null
    throw error
  }
  return {
    listProfiles: async () => {
      const answer = await readJson(endpoint, '/gallery/registries', registriesAnswer, requestTimeoutMs)
      return new Map(
        answer.registries.map(({ registryId, ...given }) => [registryId, toPublisherProfile(given)]),
      )
    },
    listPullCounts: async (since) => {
      const path = `/gallery/pulls${since === null ? '' : `?since=${encodeURIComponent(since)}`}`
      const {
        cursor = null,
        reset = true,
        pulls,
      } = await readJson(endpoint, path, pullsAnswer, requestTimeoutMs)
      return { cursor, isWhole: reset, pulls }
    },
    readChanges: ({ since, storeId, waitSeconds, signal }) =>
      readJson(
        endpoint,
        `/gallery/changes?since=${since}&wait=${waitSeconds}${storeId ? `&store=${encodeURIComponent(storeId)}` : ''}`,
        changesAnswer,
        waitSeconds * 1000 + pollGraceMs,
        signal,
      ),
  }
}

/**
 * Asks the endpoint how often a repository was pulled.
 * @returns null where pulls are not counted, and for a repository that is not there
 * @throws {EcrPublicError} when the endpoint cannot be reached or is in trouble
 */
export async function getRepositoryPulls(
  endpoint: string | null,
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryPulls | null> {
  if (endpoint === null) return null
  const path = `/gallery/pulls/${registryAlias}/${repositoryName}`
  try {
    return await readJson(endpoint, path, repositoryPullsAnswer, requestTimeoutMs)
  } catch (error) {
    if (error instanceof NotOfferedError) return null
    throw error
  }
}

/**
 * The same by day, tag and client.
 * @returns null as above, and where the registry does not tell so much
 * @throws {EcrPublicError} when the endpoint cannot be reached or is in trouble
 */
export async function getRepositoryPullDetails(
  endpoint: string | null,
  registryAlias: string,
  repositoryName: string,
): Promise<PullDetails | null> {
  if (endpoint === null) return null
  const path = `/gallery/pulls/${registryAlias}/${repositoryName}?details=1`
  try {
    return await readJson(endpoint, path, pullDetailsAnswer, requestTimeoutMs)
  } catch (error) {
    if (error instanceof NotOfferedError) return null
    throw error
  }
}

/**
 * Asks the endpoint from where a repository is pulled through.
 * @returns null for one that is not, which most are
 * @throws {EcrPublicError} when the endpoint cannot be reached or is in trouble
 */
export async function getRepositoryUpstream(
  endpoint: string | null,
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryUpstream | null> {
  if (endpoint === null) return null
  const path = `/gallery/upstreams/${registryAlias}/${repositoryName}`
  try {
    return await readJson(endpoint, path, upstreamAnswer, requestTimeoutMs)
  } catch (error) {
    if (error instanceof NotOfferedError) return null
    throw error
  }
}

/** The endpoint answers, but it is no registry that has the extension. */
class NotOfferedError extends EcrPublicError {
  override name = 'NotOfferedError'
}

async function readJson<Answer>(
  endpoint: string,
  path: string,
  schema: z.ZodType<Answer>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Answer> {
  const operation = `GET ${path.replace(/\?.*/, '')}`
  let answer: SourceAnswer
  try {
    const timeout = AbortSignal.timeout(timeoutMs)
    answer = await requestJson(
      `${endpoint}${path}`,
      signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    )
  } catch (error) {
    throw toEcrPublicError(error, operation, endpoint)
  }
  const { status, body } = answer
  if (status !== 200) {
    const message = `${operation} at ${endpoint} answered ${status}.`
    if (status >= 500 || status === 429) {
      throw new EcrPublicError('server', message, {
        explanation: explain({
          code: 'server-status',
          values: { status },
          call: operation,
          place: 'endpoint',
        }),
      })
    }
    throw toNotOffered(operation, message)
  }
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    const message = `${operation} at ${endpoint} gave an answer of another form.`
    throw toNotOffered(operation, message, parsed.error)
  }
  return parsed.data
}

function toNotOffered(call: string, message: string, cause?: Error): NotOfferedError {
  const explanation = explain({ code: 'unknown', values: {}, call, place: 'endpoint' })
  return new NotOfferedError('unknown', message, { cause, explanation })
}
