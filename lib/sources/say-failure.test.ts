import { expect, it } from 'vitest'
import { explainFailure } from './ecr-public/explain-failure.ts'
import type { FailureFacts } from './ecr-public/find-failure-facts.ts'
import { sayFailure } from './say-failure.ts'

const facts: FailureFacts = {
  reach: null,
  status: null,
  isNotJson: false,
  retryAfterMs: null,
  clockAheadMs: null,
  hasNoCredentials: false,
  action: null,
}

it('a failure is kept as a code, and said in the language of whoever reads it', () => {
  const { what, failure } = explainFailure(
    'unreachable',
    'DescribeRepositories',
    { ...facts, reach: 'refused' },
    'the endpoint',
  )
  expect(what).toBe('the endpoint cannot be reached: nothing listens there.')
  const kept = { ...failure, call: 'DescribeRepositories' }
  expect(sayFailure(kept, 'en').what).toBe(
    'DescribeRepositories failed: the endpoint cannot be reached: nothing listens there.',
  )
  expect(sayFailure(kept, 'ja').what).toBe(
    'DescribeRepositories に失敗しました。エンドポイントに接続できません。接続先で待ち受けているプログラムがありません。',
  )
})

it('what is known of a failure stands in its words', () => {
  const { failure, advice } = explainFailure('permission', 'DescribeTags', facts, 'https://ecr.example')
  expect(advice).toBe('Allow the action ecr-public:DescribeTags in the policies of the user or role.')
  expect(sayFailure(failure, 'ja').advice).toContain('ecr-public:DescribeTags を許可')
  const { what } = explainFailure('server', 'DescribeTags', { ...facts, status: 503 }, 'https://ecr.example')
  expect(what).toBe('https://ecr.example has an internal problem (status 503).')
})

it('a code of a newer gallery is said to be unknown here', () => {
  const failure = { code: 'no-such-code', values: {}, place: 'endpoint' } as const
  expect(sayFailure(failure, 'ja').what).toBe('エンドポイントから予期しない応答がありました。')
})

it('a duration is said in the language of the reader', () => {
  const { failure, what } = explainFailure(
    'clock-skew',
    'DescribeTags',
    { ...facts, clockAheadMs: -300_000 },
    'the endpoint',
  )
  expect(what).toBe("this machine's clock is 5 min behind that of the endpoint.")
  expect(sayFailure(failure, 'ja').what).toBe(
    'このマシンの時計は、エンドポイントの時計より 5\u00a0分遅れています。',
  )
})
