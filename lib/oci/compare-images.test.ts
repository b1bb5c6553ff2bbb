import { array, assert, constantFrom, property, record, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareImages } from './compare-images.ts'
import { toDigest } from './digest.ts'
import type { Descriptor } from './manifest.ts'
import { type ImageConfig, readImageConfig } from './read-image-config.ts'

async function toConfig(config: object, top: object = {}): Promise<ImageConfig | null> {
  return readImageConfig(Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', ...top, config })))
}

function toLayer(name: string, sizeBytes: number): Descriptor {
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: toDigest('sha256', Buffer.from(name)),
    sizeBytes,
    annotations: {},
    artifactType: null,
    urls: [],
  } as unknown as Descriptor
}

describe('settings', () => {
  test('are told apart item by item, and those that are the same are counted', async () => {
    const before = await toConfig({
      User: '0:0',
      Cmd: ['--data=/data', '--save=60'],
      ExposedPorts: { '6379/tcp': {} },
      Env: ['FSYNC=always', 'PATH=/bin'],
      Labels: { a: '1' },
    })
    const after = await toConfig({
      User: '65532',
      Cmd: ['--data=/data'],
      ExposedPorts: { '9121/tcp': {}, '6379/tcp': {} },
      Env: ['PATH=/bin', 'LOG=info'],
      Labels: { a: '1' },
    })
    const { settings, sameSettings } = compareImages(
      { config: before, layers: [] },
      { config: after, layers: [] },
    )
    expect(settings).toEqual([
      { kind: 'setting', name: 'User', before: ['0:0'], after: ['65532'] },
      { kind: 'setting', name: 'Command', before: ['--data=/data', '--save=60'], after: ['--data=/data'] },
      { kind: 'setting', name: 'Ports', before: ['6379/tcp'], after: ['6379/tcp', '9121/tcp'] },
      { kind: 'variable', name: 'FSYNC', before: ['always'], after: null },
      { kind: 'variable', name: 'LOG', before: null, after: ['info'] },
    ])
    // The system, the architecture, PATH and the label.
    expect(sameSettings).toBe(4)
  })

  test('a variable and a label of one name are two', async () => {
    const before = await toConfig({ Env: ['constructor=1'], Labels: { constructor: '1', __proto__x: '1' } })
    const after = await toConfig({ Env: ['constructor=2'], Labels: { constructor: '1' } })
    const { settings } = compareImages({ config: before, layers: [] }, { config: after, layers: [] })
    expect(settings.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'variable constructor',
      'label __proto__x',
    ])
  })

  test('nothing is known where a config cannot be read', () => {
    expect(compareImages({ config: null, layers: [] }, { config: null, layers: [] }).settings).toEqual([])
  })

  test('of one image with itself nothing differs, and the other way round before and after change places', async () => {
    const words = array(constantFrom('a', 'b', 'c'), { maxLength: 3 })
    const pairs = array(tuple(constantFrom('A', 'B'), constantFrom('1', '2')), { maxLength: 3 })
    const configs = record({ entrypoint: words, command: words, environment: pairs, labels: pairs })
    const empty = await toConfig({})
    assert(
      property(configs, configs, (one, other) => {
        const [a, b] = [one, other].map((part) => ({
          config: { ...empty, ...part } as ImageConfig,
          layers: [],
        }))
        if (a === undefined || b === undefined) return
        expect(compareImages(a, a).settings).toEqual([])
        const there = compareImages(a, b)
        const back = compareImages(b, a)
        expect(back.sameSettings).toBe(there.sameSettings)
        const sort = (list: typeof there.settings) => list.map((change) => JSON.stringify(change)).sort()
        expect(
          sort(
            back.settings.map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before })),
          ),
        ).toEqual(sort(there.settings))
      }),
    )
  })
})

test('of layers it is told how many are shared, and what has to be downloaded, once where it stands twice', () => {
  const [base, old, fresh] = [toLayer('base', 100), toLayer('old', 10), toLayer('fresh', 7)]
  const { layers } = compareImages(
    { config: null, layers: [base, old] },
    { config: null, layers: [base, fresh, fresh] },
  )
  expect(layers).toEqual({ before: 2, after: 3, shared: 1, newBytes: 7 })
})
