import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readImageConfig } from './read-image-config.ts'

const diffId = `sha256:${'ab'.repeat(32)}`
const read = (document: unknown) => readImageConfig(Buffer.from(JSON.stringify(document)))

test('a config is read as it stands', async () => {
  const config = await read({
    os: 'linux',
    architecture: 'arm',
    variant: 'v7',
    created: '2026-11-20T10:00:00Z',
    config: {
      User: '10001',
      Env: ['PATH=/usr/bin:/bin', 'A=b=c', 'EMPTY'],
      Entrypoint: ['/harbor'],
      Cmd: ['serve', '--port=80'],
      ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
      Volumes: { '/data': {} },
      WorkingDir: '/data',
      Labels: { b: '2', a: '1' },
      StopSignal: 'SIGTERM',
    },
    history: [{ created_by: 'ADD a' }, { created_by: 'ENV b', empty_layer: true, comment: 'c' }],
    rootfs: { type: 'layers', diff_ids: [diffId] },
  })
  expect(config).toEqual({
    os: 'linux',
    architecture: 'arm',
    variant: 'v7',
    osVersion: null,
    osFeatures: [],
    createdAt: '2026-11-20T10:00:00.000Z',
    author: null,
    entrypoint: ['/harbor'],
    command: ['serve', '--port=80'],
    user: '10001',
    workingDir: '/data',
    stopSignal: 'SIGTERM',
    healthCheck: null,
    exposedPorts: ['80/tcp', '443/tcp'],
    volumes: ['/data'],
    environment: [
      ['PATH', '/usr/bin:/bin'],
      ['A', 'b=c'],
      ['EMPTY', ''],
    ],
    labels: [
      ['a', '1'],
      ['b', '2'],
    ],
    history: [
      { createdBy: 'ADD a', comment: null, isEmptyLayer: false },
      { createdBy: 'ENV b', comment: 'c', isEmptyLayer: true },
    ],
    diffIds: [diffId],
  })
})

test('members of another form count as absent', async () => {
  expect(
    await read({
      os: 5,
      created: 'x',
      config: { Env: 'a', Labels: [1], Cmd: [1, 'a'] },
      history: {},
      // Of layers of which one is not named, none is.
      rootfs: { diff_ids: [diffId, 'sha256:0'] },
    }),
  ).toMatchObject({
    os: null,
    createdAt: null,
    environment: [],
    labels: [],
    command: ['a'],
    history: [],
    diffIds: [],
  })
  expect(await read([])).toBeNull()
  expect(await readImageConfig(Buffer.from('{'))).toBeNull()
})

test('no JSON makes it throw, and nothing becomes longer than its bounds', async () => {
  const members = fc.dictionary(
    fc.constantFrom('os', 'config', 'history', 'Env', 'Labels', 'Cmd'),
    fc.jsonValue(),
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), members), async (document) => void (await read(document))),
  )
  const large = await read({
    os: 'x'.repeat(9_000),
    history: Array(20_001).fill({}),
    config: { Env: Array(30_000).fill('A=b') },
  })
  expect(large?.environment).toHaveLength(20_000)
  expect(large?.history).toEqual([])
  expect(large?.os?.length).toBeLessThan(2_100)
})

test('a health check is read in both of its forms', async () => {
  const check = async (Healthcheck: object) => (await read({ config: { Healthcheck } }))?.healthCheck
  expect(await check({ Test: ['CMD', 'harbor', 'ping'], Interval: 10_000_000_000 })).toEqual({
    command: 'harbor ping',
    intervalMs: 10_000,
  })
  expect(await check({ Test: ['CMD-SHELL', 'exit 0'] })).toEqual({ command: 'exit 0', intervalMs: null })
  expect(await check({ Test: ['NONE'] })).toBeNull()
})

test('a config with more values than any honest one has is not read', async () => {
  expect(await readImageConfig(Buffer.from(`{"history":[${'{},'.repeat(300_000)}{}]}`))).toBeNull()
})

test('names in another case are those that an engine takes them for', async () => {
  const config = await read({
    OS: 'linux',
    Architecture: 'arm64',
    config: { Cmd: ['shown'], User: 'nobody', Labels: { a: '1' } },
    Config: { cmd: ['run'], '\u017ftop\u017fignal': 'SIGINT', LABELS: { b: '2' } },
    History: [{ Created_By: 'ADD a', EMPTY_LAYER: true }],
    rootfs: { DIFF_IDS: [diffId] },
  })
  expect(config).toMatchObject({
    os: 'linux',
    architecture: 'arm64',
    command: ['run'],
    user: 'nobody',
    stopSignal: 'SIGINT',
    labels: [
      ['a', '1'],
      ['b', '2'],
    ],
    history: [{ createdBy: 'ADD a', comment: null, isEmptyLayer: true }],
    diffIds: [diffId],
  })
})
