/** Which images a chart deploys is read from its values, in every way in which charts name them, and nothing of a stranger's is more than a bound. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeChartArchive as toChart } from '#testing/make-chart-archive.ts'
import { readChart } from './read-chart.ts'

const read = (values: string) =>
  readChart(toChart(values)).images.map(({ name, tag }) => (tag === null ? name : `${name}:${tag}`))

test.each([
  ['image: registry.example/acme/web:1.2', 'registry.example/acme/web:1.2'],
  ['image: { repository: registry.example:5000/acme/web, tag: 1.20 }', 'registry.example:5000/acme/web:1.2'],
  ['image: { repository: registry.example/acme/web, tag: "" }', 'registry.example/acme/web'],
  ['image: { registry: registry.example, repository: acme/web, tag: v1 }', 'registry.example/acme/web:v1'],
  ['global: { imageRegistry: a.example }\nimage: { repository: acme/web }', 'a.example/acme/web'],
  ['sidecars: [{ proxy: { image: a.example/acme/proxy } }]', 'a.example/acme/proxy'],
  ['metricsImage: a.example/acme/metrics:2', 'a.example/acme/metrics:2'],
  ['exporter: { repository: acme/exporter, pullPolicy: Always }', 'docker.io/acme/exporter'],
  ['image: redis:7', 'docker.io/library/redis:7'],
  ['base: &a { repository: a.example/acme/web, tag: "1" }\nimage: *a', 'a.example/acme/web:1'],
])('%s', (values, expected) => {
  expect(read(values)).toEqual([expected])
})

test.each([
  'persistence: { repository: git.example/acme/web }',
  'image: "{{ .Values.other }}"',
  'image: true',
  'image: { repository: [a.example/acme/web] }',
  'image: https://a.example/acme/web',
  '- a\n- b',
  'text',
  '',
])('%j names no image', (values) => {
  expect(readChart(toChart(values))).toEqual({ images: [], trouble: null })
})

test("the values of a chart within the chart are not the chart's", () => {
  const values = 'image: a.example/acme/web'
  expect(readChart(toChart(values, 'web/charts/inner/values.yaml')).images).toEqual([])
  expect(readChart(toChart(values, './web/values.yaml')).images).toHaveLength(1)
})

test('what is made to be too much is told, and not read', () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 12; level++) {
    const [name, below] = ['abcdefghijkl'[level], 'abcdefghijkl'[level - 1]]
    laughs.push(`${name}: &${name} [${Array(9).fill(`*${below}`).join(', ')}]`)
  }
  const hostile = [
    toChart(laughs.join('\n')),
    toChart(`image: ${'['.repeat(10_000)}`),
    toChart(Array.from({ length: 25_000 }, (_, at) => `k${at}: 1`).join('\n')),
    gzipSync(Buffer.alloc(40 * 1024 * 1024)),
    Buffer.from('no archive'),
    gzipSync(Buffer.from('no archive within')),
    toChart('a: b: c: [').subarray(0, 60),
  ]
  for (const [at, bytes] of hostile.entries()) {
    const { images, trouble } = readChart(bytes)
    expect([at, images.length, trouble]).toEqual([at, 0, expect.any(String)])
  }
  const many = Array.from({ length: 200 }, (_, at) => `a${at}Image: a.example/acme/a${at}`).join('\n')
  expect(readChart(toChart(many)).images).toHaveLength(50)
  const large = toChart(`# ${'x'.repeat(1_100_000)}\nimage: a.example/acme/web`)
  expect(readChart(large).images).toEqual([])
})

test('no values and no bytes make it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.string().map((values) => toChart(values)),
      ),
      (bytes) => {
        readChart(bytes)
      },
    ),
  )
})
