/**
 * The sync against an endpoint in another process that throttles, keeps silent, closes connections, repeats and reorders pages
 * and fails: nothing is lost, nothing is there twice, and what is wrong is said.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startUnrulyEndpoint, type UnrulyEndpoint } from '#testing/start-unruly-endpoint.ts'
import { startTestSync, type TestSync } from '#testing/test-sync.ts'

const [first, second] = ['100000000001', '100000000002']

let endpoint: UnrulyEndpoint
let folder: string
let environment: NodeJS.ProcessEnv
const syncs: TestSync[] = []

beforeEach(async () => {
  environment = { ...process.env }
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
  process.env.AWS_ACCESS_KEY_ID = 'AKIAOFTHECHAIN'
  process.env.AWS_SECRET_ACCESS_KEY = 'secret'
  folder = mkdtempSync(join(tmpdir(), 'unruly-'))
  endpoint = await startUnrulyEndpoint()
})

afterEach(async () => {
  await Promise.all(syncs.splice(0).map((sync) => sync.stop()))
  await endpoint.stop()
  process.env = environment
  rmSync(folder, { recursive: true })
})

function start(options: Partial<Parameters<typeof startTestSync>[0]> = {}): TestSync {
  const variables = { ECR_PUBLIC_ENDPOINT: endpoint.url, DATA_DIR: folder, ...options.variables }
  const sync = startTestSync({ ...options, variables })
  syncs.push(sync)
  return sync
}

async function stop(sync: TestSync): Promise<void> {
  syncs.splice(syncs.indexOf(sync), 1)
  await sync.stop()
}

/** `count` repositories, every tenth of them with many tags. */
function toRepositories(registryId: string, count: number) {
  return Array.from({ length: count }, (_, position) => ({
    registryId,
    name: `team-${position % 7}/app-${position}`,
    tags: position % 10 === 0 ? 120 : position % 4,
  }))
}

function listIndexed({ index: { writer } }: TestSync): string[] {
  return writer
    .listRegistryIds()
    .flatMap((registryId) => writer.listRepositoryNames(registryId).map((name) => `${registryId}/${name}`))
    .sort()
}

async function listTruth(): Promise<string[]> {
  const { repositories } = await endpoint.read()
  return repositories.map(({ registryId, name }) => `${registryId}/${name}`).sort()
}

async function expectTruth(sync: TestSync): Promise<void> {
  const { repositories } = await endpoint.read()
  expect(listIndexed(sync)).toEqual(await listTruth())
  for (const { registryId, name, tagNames } of repositories) {
    const tags = sync.records.get(`${registryId}/${name}`)?.tags.map(({ tag }) => tag) ?? []
    expect(tags.sort(), name).toEqual(tagNames.sort())
  }
}

function expectSoon<Value>(read: () => Value, timeout = 30_000) {
  return expect.poll(read, { timeout, interval: 20 })
}

describe('a full read', () => {
  test('loses nothing and doubles nothing, whatever the endpoint does', async () => {
    await endpoint.control({
      add: [...toRepositories(first, 400), ...toRepositories(second, 150)],
      faults: {
        pageSize: 50,
        perSecond: 150,
        silentTimes: 2,
        closeEvery: 61,
        failEvery: 43,
        repeatEvery: 7,
        reorder: true,
      },
    })
    let aheadMs = 0
    const sync = start({ clock: () => new Date(Date.now() + aheadMs) })
    const name = sync.sources[0]?.name ?? ''
    await expectSoon(() => sync.fullReads, 90_000).toHaveLength(1)
    const { faultCounts } = await endpoint.read()
    for (const [fault, count] of Object.entries(faultCounts)) expect(count, fault).toBeGreaterThan(0)
    // Of 550 now and then one meets a fault at each of its attempts: it is noted, and read again a minute later.
    await endpoint.control({})
    aheadMs = 61_000
    await expectSoon(() => sync.index.syncState.countSource(name).failing).toBe(0)
    await expectTruth(sync)
    expect(sync.index.syncState.countSource(name)).toMatchObject({
      registries: 2,
      repositories: 550,
      failing: 0,
    })
  })

  test('while pages shift, nothing is lost that was there all the time', async () => {
    const all = toRepositories(first, 300)
    await endpoint.control({ add: all, faults: { pageSize: 10, perSecond: 100 } })
    const sync = start()
    // Each removal moves everything behind it to an earlier page.
    for (let position = 0; position < 60; position += 1) {
      await endpoint.control({
        remove: [`${first}/team-${position % 7}/app-${position}`],
        add: [{ registryId: first, name: `late/app-${position}`, tags: 1 }],
        faults: { pageSize: 10, perSecond: 100 },
      })
    }
    await endpoint.control({ faults: { pageSize: 10 } })
    await expectSoon(() => sync.fullReads, 30_000).toHaveLength(1)
    expect(listIndexed(sync)).toEqual(
      expect.arrayContaining(all.slice(60).map(({ name }) => `${first}/${name}`)),
    )
    const truth = await listTruth()
    await expectSoon(() => listIndexed(sync), 60_000).toEqual(truth)
  })

  test('goes on after a restart, and does not start over', async () => {
    await endpoint.control({ add: toRepositories(first, 400), faults: { pageSize: 100 } })
    const file = join(folder, 'catalog.sqlite')
    const variables = { SYNC_REQUESTS_PER_SECOND: '400', SYNC_INTERVAL_SECONDS: '3600' }
    const before = start({ file, variables })
    await expectSoon(() => before.writes.length).toBeGreaterThan(100)
    await stop(before)
    expect(before.fullReads).toEqual([])
    const after = start({ file, variables })
    await expectSoon(() => after.fullReads).toHaveLength(1)
    expect(before.writes.length).toBeLessThan(400)
    expect(before.writes.length + after.writes.length).toBe(400)
    const { counts } = await endpoint.read()
    // Besides what was under way when it was stopped, each once.
    expect(counts.GetRepositoryCatalogData).toBeLessThanOrEqual(400 + 12)
    // Two passes over five pages, and the five are not read again.
    expect(counts.DescribeRepositories).toBeLessThanOrEqual(10)
    expect(listIndexed(after)).toEqual(await listTruth())
  })

  test('keeps to a ceiling of requests, and says how much time is left', async () => {
    await endpoint.control({ add: toRepositories(first, 400) })
    const sync = start({ variables: { SYNC_REQUESTS_PER_SECOND: '40' } })
    const name = sync.sources[0]?.name ?? ''
    await expectSoon(() => sync.running.getActivity(name)?.progress.secondsLeft ?? null).not.toBeNull()
    const activity = sync.running.getActivity(name)
    expect(activity?.progress).toMatchObject({ phase: 'reading', total: 400 })
    expect(activity?.requests.limitPerSecond).toBe(40)
  })
})

describe('reading again', () => {
  test('keeps to its budget of requests, and comes to every repository', async () => {
    await endpoint.control({ add: toRepositories(first, 40) })
    const sync = start({ variables: { SYNC_REQUESTS_PER_HOUR: '72000' } })
    await expectSoon(() => sync.fullReads).toHaveLength(1)
    const count = async () => Object.values((await endpoint.read()).counts).reduce((sum, one) => sum + one, 0)
    const [before, startedAt] = [await count(), performance.now()]
    await expect.poll(() => new Set(sync.writes.slice(40)).size, { timeout: 30_000, interval: 20 }).toBe(40)
    const [after, seconds] = [await count(), (performance.now() - startedAt) / 1000]
    // Twenty a second, and besides the batch that is under way. A slow machine sends fewer.
    expect(after - before).toBeGreaterThanOrEqual(80)
    expect(after - before).toBeLessThanOrEqual(20 * seconds + 26)
  })

  test('shows what has changed, and what is new', async () => {
    await endpoint.control({ add: toRepositories(first, 20) })
    const sync = start()
    await expectSoon(() => sync.fullReads).toHaveLength(1)
    await endpoint.control({
      add: [
        { registryId: first, name: 'team-1/app-1', tags: 7 },
        { registryId: first, name: 'new/app', tags: 2 },
        { registryId: second, name: 'another/app', tags: 1 },
      ],
    })
    await expectSoon(() => listIndexed(sync)).toHaveLength(22)
    await expectSoon(() => sync.records.get(`${first}/team-1/app-1`)?.tags).toHaveLength(7)
    expect(sync.fullReads).toHaveLength(1)
  })
})

describe('what is gone', () => {
  test('goes only after the registry was read to its end', async () => {
    const all = toRepositories(first, 40)
    await endpoint.control({ add: all, faults: { pageSize: 10 } })
    const sync = start()
    await expectSoon(() => sync.fullReads).toHaveLength(1)
    const gone = all.slice(5, 8).map(({ name }) => `${first}/${name}`)
    await endpoint.control({ remove: gone, faults: { pageSize: 10, failLaterPages: 'DescribeRepositories' } })
    const name = sync.sources[0]?.name ?? ''
    await expectSoon(() => sync.index.syncState.getSource(name).problem?.kind).toBe('invalid')
    // One that says itself that it is gone may go; what the broken list did not name may not.
    expect(listIndexed(sync)).toEqual(expect.arrayContaining(await listTruth()))
    await endpoint.control({ faults: { pageSize: 10 } })
    await expectSoon(() => listIndexed(sync)).toHaveLength(37)
    expect(listIndexed(sync)).toEqual(await listTruth())
    await expectSoon(() => sync.index.syncState.getSource(name)).toMatchObject({
      problem: null,
      pastProblem: { kind: 'invalid' },
    })
  })

  test('a repository of which nothing can be read is noted and tried again; the rest goes on', async () => {
    await endpoint.control({ add: toRepositories(first, 30), faults: { failing: ['team-3/app-3'] } })
    let aheadMs = 0
    const sync = start({ clock: () => new Date(Date.now() + aheadMs) })
    const name = sync.sources[0]?.name ?? ''
    await expectSoon(() => sync.fullReads).toHaveLength(1)
    expect(listIndexed(sync)).toHaveLength(29)
    const [failing] = sync.index.syncState.listFailing(name, 10)
    expect(failing).toMatchObject({
      repositoryName: 'team-3/app-3',
      failure: expect.stringMatching(/internal problem \(status 500\)/),
    })
    expect(sync.index.syncState.getSource(name).problem).toBeNull()
    await endpoint.control({})
    aheadMs = 61_000
    await expectSoon(() => listIndexed(sync)).toHaveLength(30)
    expect(sync.index.syncState.countSource(name).failing).toBe(0)
  })
})

describe('several sources', () => {
  /** One by a profile, one by a role, and one where nothing listens. */
  function writeSources(externalId = 'g-42'): Record<string, string> {
    const [file, credentials] = [join(folder, 'sources.json'), join(folder, 'credentials')]
    writeFileSync(
      credentials,
      '[team]\naws_access_key_id = AKIAOFTHEPROFILE\naws_secret_access_key = secret\n',
    )
    process.env.AWS_SHARED_CREDENTIALS_FILE = credentials
    const role = {
      roleArn: 'arn:aws:iam::111111111111:role/gallery',
      externalId,
      stsEndpoint: endpoint.url,
    }
    writeFileSync(
      file,
      JSON.stringify([
        { name: 'away', endpoint: 'http://127.0.0.1:1' },
        { name: 'team', endpoint: endpoint.url, profile: 'team' },
        { name: 'partner', endpoint: endpoint.url, ...role },
      ]),
    )
    return { CATALOG_SOURCES_FILE: file, ECR_PUBLIC_ENDPOINT: '' }
  }

  test('are read with their own credentials; one that fails takes nothing from the others', async () => {
    await endpoint.control({ add: [...toRepositories(first, 5), ...toRepositories(second, 5)] })
    const sync = start({ variables: writeSources() })
    const { syncState, catalog } = sync.index
    await expectSoon(() => sync.fullReads.toSorted()).toEqual(['partner', 'team'])
    const { keys, counts } = await endpoint.read()
    expect(keys.toSorted()).toEqual(['AKIAOFTHEPROFILE', 'ASIAOFTHEROLE'])
    expect(counts.AssumeRole).toBe(1)
    expect(syncState.getSource('away').problem).toMatchObject({
      kind: 'unreachable',
      what: expect.stringMatching(/nothing listens there/),
      advice: expect.stringMatching(/CATALOG_SOURCES_FILE/),
    })
    expect(syncState.getSource('team').problem).toBeNull()
    expect(listIndexed(sync)).toHaveLength(10)
    await expectSoon(() => catalog.facts().syncError).toMatch(/nothing listens/)
    expect(catalog.facts().syncedAt).not.toBeNull()
  })

  test('a registry belongs to the first source that gives it, whichever comes to it first', async () => {
    await endpoint.control({ add: toRepositories(first, 5) })
    const sync = start({ variables: writeSources() })
    await expectSoon(() => sync.fullReads.toSorted()).toEqual(['partner', 'team'])
    await expectSoon(() => sync.index.syncState.findSource(first)).toBe('team')
    await expectSoon(() => sync.index.syncState.countSource('partner').repositories).toBe(0)
    expect(listIndexed(sync)).toHaveLength(5)
  })

  test('a source that is no longer configured goes, with what it gave', async () => {
    await endpoint.control({ add: toRepositories(first, 5) })
    const file = join(folder, 'catalog.sqlite')
    const before = start({ file, variables: writeSources() })
    await expectSoon(() => before.fullReads).toContain('team')
    await stop(before)
    const after = start({ file, variables: { ECR_PUBLIC_ENDPOINT: 'http://127.0.0.1:1' } })
    expect(listIndexed(after)).toEqual([])
    expect(after.index.syncState.listSources().map(({ source }) => source)).toEqual(['127.0.0.1:1'])
  })

  test('a role that may not be assumed is told by the action that is missing', async () => {
    const sync = start({ variables: writeSources('wrong') })
    await expectSoon(() => sync.index.syncState.getSource('partner').problem).toMatchObject({
      kind: 'permission',
      advice: expect.stringMatching(/Allow the action sts:AssumeRole/),
    })
  })
})

describe('what is wrong is told apart, and the last good data stays', () => {
  const answers = {
    'wrong credentials': {
      status: 400,
      name: 'UnrecognizedClientException',
      message: 'The token is invalid.',
    },
    'expired credentials': { status: 400, name: 'ExpiredTokenException', message: 'It has expired.' },
    'clock skew': {
      status: 400,
      name: 'InvalidSignatureException',
      message: 'Signature expired: x',
    },
    'server trouble': { status: 500, name: 'ServerException', message: '' },
    'a web page': { status: 200, html: '<!doctype html><title>Welcome</title>' },
    'another service': { status: 200, html: '{"hello":"world"}' },
    'a page that is not there': { status: 404, html: 'Not found' },
  }

  test.each([
    ['wrong credentials', 'credentials', /does not accept the credentials/],
    ['expired credentials', 'expired', /credentials have expired/],
    ['clock skew', 'clock-skew', /clock is 20 min behind that of the endpoint/],
    ['server trouble', 'server', /internal problem \(status 500\)/],
    ['a web page', 'not-ecr-public', /not as the ECR Public API does/],
    ['another service', 'not-ecr-public', /not as the ECR Public API does/],
    ['a page that is not there', 'not-ecr-public', /not as the ECR Public API does/],
  ] as const)('%s', async (answer, kind, what) => {
    await endpoint.control({ add: toRepositories(first, 5) })
    const sync = start()
    const name = sync.sources[0]?.name ?? ''
    await expectSoon(() => sync.fullReads).toHaveLength(1)
    const date = new Date(Date.now() + 20.4 * 60_000).toUTCString()
    await endpoint.control({ faults: { answer: { name: 'x', message: '', ...answers[answer], date } } })
    const { syncState } = sync.index
    await expectSoon(() => syncState.getSource(name).problem).toMatchObject({
      kind,
      what: expect.stringMatching(what),
    })
    const { since } = syncState.getSource(name).problem ?? {}
    await expectSoon(() => syncState.getSource(name).problem?.last).not.toBe(since)
    expect(syncState.getSource(name).problem?.since).toBe(since)
    expect(listIndexed(sync)).toHaveLength(5)
    await endpoint.control({})
    await expectSoon(() => syncState.getSource(name).problem, 60_000).toBeNull()
    expect(syncState.getSource(name).pastProblem).toMatchObject({ kind, since })
  })

  test('a missing permission, by the action', async () => {
    await endpoint.control({ add: toRepositories(first, 5), faults: { deny: 'DescribeRegistries' } })
    const sync = start()
    await expectSoon(() => sync.index.syncState.getSource(sync.sources[0]?.name ?? '').problem).toMatchObject(
      {
        kind: 'permission',
        advice: expect.stringMatching(/Allow the action ecr-public:DescribeRegistries/),
      },
    )
  })

  test('a host without an address', async () => {
    const sync = start({ variables: { ECR_PUBLIC_ENDPOINT: 'http://registry.invalid' } })
    await expectSoon(() => sync.index.syncState.getSource('registry.invalid').problem).toMatchObject({
      kind: 'unreachable',
      what: expect.stringMatching(/its host name has no address/),
    })
  })

  test('an endpoint that does not speak TLS', async () => {
    const url = endpoint.url.replace('http:', 'https:')
    const sync = start({ variables: { ECR_PUBLIC_ENDPOINT: url } })
    await expectSoon(() => sync.index.syncState.getSource(new URL(url).host).problem).toMatchObject({
      kind: 'unreachable',
      what: expect.stringMatching(/TLS certificate is not accepted, or it does not speak TLS/),
    })
  })
})
