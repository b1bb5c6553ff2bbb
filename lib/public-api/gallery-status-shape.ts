/** The shape of what `/api/status` answers; api-answers.ts has those of the other endpoints. */
import { z } from 'zod'
import type { SourceProblem } from '#lib/catalog/store/sync-state.ts'
import type { RegistryTrouble } from '#lib/pages/status/get-registry-health.ts'
import type { GalleryStatus, SourceStatus } from '#lib/pages/status/get-status.ts'
import { SKIP_CODES } from '#lib/sources/skip-name.ts'

const count = z.int().min(0)
const time = z.iso.datetime({ offset: true })

const failure = z.strictObject({
  code: z.string().describe('Such as `refused` or `no-credentials`'),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  call: z.string().optional(),
  place: z.enum(['endpoint', 'registry']),
})

const problem: z.ZodType<SourceProblem> = z.strictObject({
  kind: z.string().describe('Such as `unreachable`, `credentials`, `permission` or `throttled`'),
  what: z.string().describe('What happened'),
  advice: z.string().describe('What to do about it'),
  failure: failure.describe('The same without words'),
  since: time,
  last: time,
})

const activity: z.ZodType<NonNullable<SourceStatus['activity']>> = z.strictObject({
  progress: z.strictObject({
    phase: z.enum(['waiting', 'listing', 'reading', 'following', 'rereading']),
    since: time,
    done: count,
    total: count.describe('Zero in a phase without an end'),
    secondsLeft: count.nullable().describe('At the speed so far; null when that says nothing yet'),
  }),
  requests: z
    .strictObject({
      requests: count,
      throttled: count,
      retried: count,
      limitPerSecond: z.number().nullable().describe('What is kept to at the moment; null for no limit'),
      perSecond: z.number().describe('Over the last ten seconds'),
    })
    .describe('Since the gallery was started'),
  skipped: z
    .strictObject({
      count,
      examples: z.array(z.strictObject({ name: z.string(), code: z.enum(SKIP_CODES), reason: z.string() })),
    })
    .describe('What the last listing has left out, as it cannot have a page'),
})

const source: z.ZodType<SourceStatus> = z.strictObject({
  name: z.string(),
  kind: z
    .enum(['embedded', 'aws', 'endpoint', 'oci', 'ecr-public-gallery'])
    .describe('`ecr-public-gallery`: by an API that nobody has documented'),
  condition: z.enum(['in-step', 'reading', 'waiting', 'failing']),
  syncedAt: time.nullable().describe('When it was last found up to date'),
  problem: problem.nullable(),
  pastProblem: problem.nullable().describe('The one before, which is over'),
  counts: z.strictObject({
    registries: count,
    repositories: count,
    unread: count,
    failing: count,
    oldestReadAt: time.nullable(),
  }),
  failingRepositories: z.array(
    z.strictObject({
      registryId: z.string(),
      repositoryName: z.string(),
      failure: z.string(),
      cause: failure.describe('The same without words'),
      since: time,
      failures: count,
      retryAt: time,
    }),
  ),
  activity: activity.nullable(),
})

const upstream: z.ZodType<GalleryStatus['upstreams'][number]> = z
  .strictObject({
    host: z.string(),
    namespace: z.string().describe('The alias under which its repositories are here'),
    hits: count.describe('Answers from what is kept'),
    misses: count.describe('Answers after asking the upstream'),
    stales: count.describe('Answers that were older than they should be'),
    requests: count,
    errors: count.describe('Requests that were refused or not answered'),
    keptBytes: count,
    maxBytes: count,
    answeredAt: time.nullable(),
    failure: z
      .strictObject({ what: z.string(), code: z.string(), status: z.int().nullable(), at: time })
      .nullable()
      .describe('The last one'),
    pausedUntil: time.nullable().describe('Until when it is not asked'),
  })
  .describe('Counted since the registry was started')

/** With the words of what is wrong with the registry, in English. */
export interface StatusAnswer extends GalleryStatus {
  registry: (RegistryTrouble & { message: string }) | null
}

export const galleryStatus: z.ZodType<StatusAnswer> = z.strictObject({
  condition: z
    .enum(['ok', 'starting', 'degraded', 'failing'])
    .describe('"degraded": something is wrong, and older data is shown; "failing": nothing can be shown'),
  at: time,
  sources: z.array(source),
  upstreams: z.array(upstream),
  registry: z
    .strictObject({
      kind: z.enum(['low-space', 'not-writable', 'lost-blobs']),
      lostBlobs: count.describe('0 for the other kinds'),
      message: z.string(),
    })
    .nullable()
    .describe('What is wrong with the registry of this gallery while it can be read; null when nothing is'),
  tls: z
    .array(
      z.strictObject({
        program: z.enum(['gallery', 'registry']),
        validUntil: time.describe('The end of the certificate'),
        isNewest: z.boolean().describe('False while the files of a newer one cannot be used'),
        condition: z.enum(['ok', 'ended', 'not-replaced']),
      }),
    )
    .describe('The programs that have TLS of their own'),
  index: z.strictObject({
    repositoryCount: count,
    publisherCount: count,
    indexing: z
      .strictObject({ done: count, total: count })
      .nullable()
      .describe('How far the search is after a start without its index file; null when it has all of it'),
    bytes: count,
  }),
})
