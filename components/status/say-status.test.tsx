/** Guards that the status page says everything in the language of its reader: no sentence that the sync or the registry keeps in English. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TextsProvider } from '#components/language/texts-provider.tsx'
import { readMessages } from '#lib/language/read-messages.ts'
import type { SourceStatus } from '#lib/pages/status/get-status.ts'
import type { UpstreamStatus } from '#lib/pages/status/get-upstreams.ts'
import type { Failure } from '#lib/sources/say-failure.ts'
import { SourceSection } from './source-section.tsx'
import { UpstreamSection } from './upstream-section.tsx'

/** As what is kept for the log and the API; none of it may stand on a page. */
const kept = 'This sentence is kept in English.'
const time = '2026-05-01T00:00:00.000Z'

/** Three words in a row: names and variables stand alone, but for these. */
const names = /ECR Public API|`[^`]*`/g
const english = /[A-Za-z]{2,}(?: [A-Za-z’'-]{2,}){2,}/g

function readText(section: React.ReactNode): string {
  const messages = readMessages('ja', ['status', 'ui', 'failures'])
  const html = renderToStaticMarkup(
    <TextsProvider language="ja" messages={messages}>
      {section}
    </TextsProvider>,
  )
  return html.replace(/<[^>]+>/g, '\n').replace(/&#x27;/g, "'")
}

function listEnglish(section: React.ReactNode): string[] {
  const text = readText(section)
  expect(text).not.toContain(kept)
  return [...text.replace(names, '').matchAll(english)].map(([words]) => words)
}

function toSource(failure: Failure): SourceStatus {
  const problem = { kind: 'unknown', what: kept, advice: kept, failure, since: time, last: time }
  const repository = { registryId: '1', repositoryName: 'a/b', failure: kept, cause: failure }
  return {
    name: 'own',
    kind: 'oci',
    condition: 'failing',
    syncedAt: time,
    problem,
    pastProblem: problem,
    counts: { registries: 1, repositories: 1, unread: 0, failing: 1, oldestReadAt: time },
    failingRepositories: [{ ...repository, since: time, failures: 2, retryAt: time }],
    activity: {
      progress: { phase: 'waiting', since: time, done: 0, total: 0, secondsLeft: null },
      requests: { requests: 0, throttled: 0, retried: 0, limitPerSecond: null, perSecond: 0 },
      skipped: { count: 1, examples: [{ name: 'A', code: 'unusable-name', reason: kept }] },
    },
  }
}

const { failures } = readMessages('en', ['failures'])
const values = { status: 503, action: 'ecr-public:DescribeTags', operation: 'DescribeTags' }

test.each([...Object.keys(failures.codes), 'of-a-newer-gallery'])('%s of a source', (code) => {
  const failure = { code, values: { ...values, count: 3, unit: 'minutes' }, place: 'registry' } as const
  const source = toSource(failure)
  expect(listEnglish(<SourceSection source={source} />)).toEqual([])
  expect(listEnglish(<SourceSection source={{ ...source, problem: null }} />)).toEqual([])
})

test.each([...Object.keys(failures.upstreams), 'of-a-newer-registry'])('%s of an upstream', (code) => {
  const upstream: UpstreamStatus = {
    host: 'registry.example',
    namespace: 'hub',
    ...{ hits: 0, misses: 0, stales: 0, requests: 1, errors: 1, keptBytes: 0, maxBytes: 1 },
    answeredAt: null,
    failure: { what: kept, code, status: 503, at: time },
    pausedUntil: time,
  }
  expect(listEnglish(<UpstreamSection upstream={upstream} />)).toEqual([])
  expect(
    listEnglish(<UpstreamSection upstream={{ ...upstream, answeredAt: '2026-06-01T00:00:00.000Z' }} />),
  ).toEqual([])
})
