/** Guards what the sync remembers: whose a registry is, what is still to be read, and in which order things are read again. */
import { expect, test } from 'vitest'
import type { Failure } from '#lib/sources/say-failure.ts'
import { openCatalog } from '../open-catalog.ts'

const hourMs = 3_600_000
const failure: Failure = { code: 'server', values: {}, place: 'endpoint' }
const broken = { what: 'It is broken.', advice: 'Mend it.', failure }
const registryId = '100000000001'

function open() {
  let nowMs = Date.parse('2026-05-01T00:00:00Z')
  const { syncState: state } = openCatalog({
    file: ':memory:',
    source: 'test',
    pageSize: 5,
    toLogoSrc: () => '',
    clock: () => new Date(nowMs),
  })
  state.addSource('one', 'x')
  state.claimRegistry(registryId, 'one')
  return {
    state,
    pass: (durationMs: number) => {
      nowMs += durationMs
    },
  }
}

function toRepository(repositoryName: string) {
  return {
    registryId,
    repositoryName,
    repositoryUri: `images.example/acme/${repositoryName}`,
    createdAt: '2026-01-01T00:00:00.000Z',
  }
}

const names = (list: { repositoryName: string }[]) => list.map(({ repositoryName }) => repositoryName)

test('a listing counts each name once, and tells what it has not seen', () => {
  const { state } = open()
  const first = state.beginListing(registryId)
  expect(state.noteListed(first, ['a', 'b', 'a'].map(toRepository))).toBe(2)
  expect(state.noteListed(first, ['b', 'c'].map(toRepository))).toBe(1)
  expect(state.listUnlisted(registryId, first)).toEqual([])
  const second = state.beginListing(registryId)
  expect(state.noteListed(second, ['a', 'd'].map(toRepository))).toBe(2)
  expect(state.listUnlisted(registryId, second)).toEqual(['b', 'c'])
  expect(state.listImageHosts()).toEqual(new Map([[registryId, 'images.example']]))
  expect(state.findImageHost(registryId)).toBe('images.example')
  expect(state.findImageHost('999999999999')).toBeNull()
})

test('a full read goes on with what it has not read, and the next one begins again', () => {
  const { state } = open()
  expect(state.isListed(registryId)).toBe(false)
  state.noteListed(state.beginListing(registryId), ['a', 'b', 'c'].map(toRepository))
  state.finishListing(registryId)
  expect(state.isListed(registryId)).toBe(true)
  state.noteRead([toRepository('a')], [])
  expect(names(state.listUnread('one', 10))).toEqual(['b', 'c'])
  state.noteFailed(toRepository('b'), broken)
  state.noteRead([toRepository('c')], [])
  expect(state.listUnread('one', 10)).toEqual([])
  expect(state.countSource('one')).toMatchObject({ registries: 1, repositories: 3, unread: 0, failing: 1 })
  state.finishCrawl('one')
  state.beginCrawl('one', { storeId: 's', sequence: 7 })
  expect(state.isListed(registryId)).toBe(false)
  expect(state.listUnread('one', 10)).toHaveLength(3)
  expect(state.getSource('one')).toMatchObject({ isCrawlDone: false, feed: { storeId: 's', sequence: 7 } })
})

test('what was read longest ago is read first, and what changed lately more often', () => {
  const { state, pass } = open()
  state.noteListed(state.beginListing(registryId), ['quiet', 'lively', 'late'].map(toRepository))
  state.noteRead(['quiet', 'lively'].map(toRepository), [])
  pass(hourMs)
  state.noteRead([toRepository('late')], [])
  const list = (limit: number) => names(state.listOldest('one', { limit, minAgeMs: hourMs }))
  expect(list(3)).toEqual(['lively', 'quiet'])
  expect(state.findOldestRead('one')).toBe(Date.parse('2026-05-01T00:00:00Z'))
  pass(hourMs)
  state.noteRead(['quiet', 'lively', 'late'].map(toRepository), [toRepository('lively')])
  pass(hourMs)
  expect(list(1)).toEqual(['lively'])
  state.noteRead([toRepository('lively')], [])
  // Nothing is put off forever by one that keeps changing.
  const read: string[] = []
  for (let hour = 0; hour < 60; hour += 1) {
    pass(hourMs)
    const [next = ''] = list(1)
    read.push(next)
    state.noteRead([toRepository(next)], next === 'lively' ? [toRepository(next)] : [])
  }
  const count = (name: string) => read.filter((one) => one === name).length
  expect(count('lively')).toBeGreaterThan(2 * count('quiet'))
  expect(count('quiet')).toBeGreaterThan(0)
  expect(count('late')).toBeGreaterThan(0)
})

test('what cannot be read is tried again after pauses that double', () => {
  const { state, pass } = open()
  state.noteListed(state.beginListing(registryId), [toRepository('a')])
  state.noteRead([toRepository('a')], [])
  const pauses = [60_000, 120_000, 240_000]
  for (const pauseMs of pauses) {
    state.noteFailed(toRepository('a'), broken)
    expect(state.listRetries('one', 10)).toEqual([])
    // Nor as one that is due to be read again.
    expect(state.findOldestRead('one')).toBeNull()
    pass(pauseMs)
    expect(names(state.listRetries('one', 10))).toEqual(['a'])
  }
  expect(state.listFailing('one', 10)).toMatchObject([
    {
      repositoryName: 'a',
      failure: 'It is broken. Mend it.',
      cause: failure,
      failures: 3,
      since: '2026-05-01T00:00:00.000Z',
    },
  ])
  state.noteRead([toRepository('a')], [])
  expect(state.findNextRetry('one')).toBeNull()
})

test('a problem keeps its beginning while it stays the same, and is over with the next success', () => {
  const { state, pass } = open()
  const problem = { what: 'It is away.', advice: 'Look for it.', failure }
  state.noteProblem('one', { kind: 'unreachable', ...problem })
  pass(hourMs)
  state.noteProblem('one', { kind: 'unreachable', ...problem })
  const [since, last] = ['2026-05-01T00:00:00.000Z', '2026-05-01T01:00:00.000Z']
  expect(state.getSource('one').problem).toEqual({ kind: 'unreachable', ...problem, since, last })
  state.noteProblem('one', { kind: 'credentials', ...problem })
  expect(state.getSource('one').problem?.since).toBe(last)
  state.noteSynced('one')
  expect(state.getSource('one')).toMatchObject({
    problem: null,
    pastProblem: { kind: 'credentials' },
    syncedAt: last,
  })
})

test('a registry that another source takes over is forgotten with what was known of it', () => {
  const { state } = open()
  state.noteListed(state.beginListing(registryId), [toRepository('a')])
  state.addSource('two', 'y')
  state.claimRegistry(registryId, 'two')
  expect(state.findSource(registryId)).toBe('two')
  expect(state.countSource('one')).toMatchObject({ registries: 0, repositories: 0 })
  state.removeSource('two')
  expect(state.findSource(registryId)).toBeNull()
})
