/** A text names images in every way in which commands, Compose files and sentences write them, and no amount of it takes long. */
import { expect, test } from 'vitest'
import { listNamedImages } from './list-named-images.ts'

test.each([
  ['docker run -d registry.example/acme/web:2 --port 80', ['registry.example/acme/web']],
  ['services:\n  db:\n    image: "localhost:5050/acme/db@sha256:aa"', ['localhost:5050/acme/db']],
  [
    '`registry.example/acme/web`, or (registry.example/acme/db).',
    ['registry.example/acme/web', 'registry.example/acme/db'],
  ],
  ['helm install web oci://registry.example/acme/chart', ['registry.example/acme/chart']],
  ['skopeo copy docker://registry.example/acme/web dir:web', ['registry.example/acme/web']],
  ['--image=registry.example/acme/web:1 registry.example/acme/web:2', ['registry.example/acme/web']],
])('%j', (text, names) => {
  expect(listNamedImages(text)).toEqual(names)
})

test.each([
  'https://registry.example/acme/web',
  'acme/web:2',
  'redis',
  '/etc/acme.d/web',
  'a@b.example/c@d',
  '',
])('%j names none', (text) => {
  expect(listNamedImages(text)).toEqual([])
})

test('a long text and a long word take no time, and no more than a bound is kept', () => {
  const begun = performance.now()
  expect(listNamedImages(`registry.example/${'a'.repeat(1_000_000)}`)).toEqual([])
  expect(listNamedImages('.'.repeat(1_000_000))).toEqual([])
  const many = Array.from({ length: 50_000 }, (_, at) => `registry.example/acme/web-${at}`).join(' ')
  expect(listNamedImages(many)).toHaveLength(32)
  expect(performance.now() - begun).toBeLessThan(1_000)
})
