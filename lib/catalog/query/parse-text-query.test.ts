/** Guards how what visitors type and paste is understood, and that no text is too odd to be read. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTextQuery } from './parse-text-query.ts'
import type { ImageReference, TextQuery } from './text-query.ts'

const empty: TextQuery = {
  words: [],
  either: [],
  phrases: [],
  excluded: [],
  reference: null,
  digest: null,
  maybeDigest: null,
}
const hex = '0123456789abcdef'.repeat(4)
const sha = `sha256:${hex}`

describe('words, phrases and exclusions', () => {
  test.each<[string, Partial<TextQuery>]>([
    ['', {}],
    [' \t\n\u0000 ', {}],
    ['nginx', { words: ['nginx'] }],
    ['  Café   Server ', { words: ['Café', 'Server'] }],
    ['node-js node.js node_js', { words: ['node-js', 'node.js', 'node_js'] }],
    ['"in memory" redis', { words: ['redis'], phrases: ['in memory'] }],
    ['“in  memory”', { phrases: ['in memory'] }],
    ['„in memory“ «cache» 「データ」', { phrases: ['in memory', 'cache', 'データ'] }],
    ['redis "in mem', { words: ['redis'], phrases: ['in mem'] }],
    ['redis "', { words: ['redis'] }],
    ['"" “”', {}],
    ['a"b c"d', { words: ['a', 'd'], phrases: ['b c'] }],
    ['redis -sentinel', { words: ['redis'], excluded: ['sentinel'] }],
    ['redis　－sentinel', { words: ['redis'], excluded: ['sentinel'] }],
    ['－「with sentinel」 redis', { words: ['redis'], excluded: ['with sentinel'] }],
    ['redis -"with sentinel"', { words: ['redis'], excluded: ['with sentinel'] }],
    ['redis -“with sent', { words: ['redis'], excluded: ['with sent'] }],
    ['-acme/web', { excluded: ['acme/web'] }],
    ['-', { words: ['-'] }],
    ['redis -', { words: ['redis', '-'] }],
    ['redis - sentinel', { words: ['redis', '-', 'sentinel'] }],
    ['redis --sentinel', { words: ['redis', '--sentinel'] }],
    ['redis -"', { words: ['redis'] }],
    ['title:"a b"', { words: ['title'], phrases: ['a b'] }],
    ['c++ .net', { words: ['c++', '.net'] }],
    ['日本語', { words: ['日本語'] }],
    ['docker compose', { words: ['docker', 'compose'] }],
    ['docker pull', { words: ['docker', 'pull'] }],
    ['helm chart pull', { words: ['helm', 'chart', 'pull'] }],
    ['image: a b', { words: ['image', 'a', 'b'] }],
    ['me@example.com', { words: ['me@example.com'] }],
    ['https://', { words: ['https://'] }],
    ['sha256:abc', { words: ['sha256:abc'] }],
  ])('%j', (text, expected) => {
    const { words, phrases, excluded } = parseTextQuery(text)
    expect({ words, phrases, excluded }).toEqual({
      words: expected.words ?? [],
      phrases: expected.phrases ?? [],
      excluded: expected.excluded ?? [],
    })
  })
})

describe('references', () => {
  const to = (
    registryAlias: string | null,
    repositoryName: string,
    tag: string | null = null,
    digest: string | null = null,
  ): ImageReference => ({ host: null, registryAlias, repositoryName, tag, digest })

  test.each<[string, ImageReference]>([
    ['acme/web', to('acme', 'web')],
    ['Acme/Web', to('acme', 'web')],
    ['acme/tools/web', to('acme', 'tools/web')],
    ['web:1.2', to(null, 'web', '1.2')],
    ['web:', to(null, 'web', '')],
    ['acme/web:', to('acme', 'web', '')],
    ['acme/web:1.2-RC', to('acme', 'web', '1.2-RC')],
    [`acme/web@${sha}`, to('acme', 'web', null, sha)],
    ['acme/web@sha256:00AB', to('acme', 'web', null, 'sha256:00ab')],
    ['ab.io/web', to('ab.io', 'web')],
    ['public.ecr.aws/acme/web', to('acme', 'web')],
    [`localhost:5050/acme/tools/web:1.2@${sha}`, to('acme', 'tools/web', '1.2', sha)],
    ['[::1]:5050/acme/web:1', to('acme', 'web', '1')],
    ['localhost/acme/web', to('acme', 'web')],
    ['oci://public.ecr.aws/acme/chart', to('acme', 'chart')],
    ['docker://localhost:5050/acme/web:1', to('acme', 'web', '1')],
    ['docker pull public.ecr.aws/acme/web:1.2', to('acme', 'web', '1.2')],
    ['$ sudo docker pull -q acme/web', to('acme', 'web')],
    ['docker pull nginx', to(null, 'nginx')],
    ['docker pull --platform linux/arm64 localhost:5050/acme/web:1', to('acme', 'web', '1')],
    ['docker pull --platform linux/arm64 \\\n  localhost:5050/acme/web:1', to('acme', 'web', '1')],
    ['docker run --rm -it -p 80:80 acme/web:1 sh -c date', to('acme', 'web', '1')],
    ['podman pull --tls-verify=false localhost:5050/acme/web:1', to('acme', 'web', '1')],
    ['ctr images pull --plain-http localhost:5050/acme/web:1', to('acme', 'web', '1')],
    ['crane pull --insecure localhost:5050/acme/web:1 web.tar', to('acme', 'web', '1')],
    ['skopeo --override-os linux copy docker://public.ecr.aws/acme/web:1 oci:web', to('acme', 'web', '1')],
    ['helm pull oci://public.ecr.aws/acme/chart --version 1.2.3+4', to('acme', 'chart', '1.2.3_4')],
    [`helm pull oci://public.ecr.aws/acme/chart@${sha} --version=1.2`, to('acme', 'chart', '1.2', sha)],
    ["docker pull 'public.ecr.aws/acme/web:1'", to('acme', 'web', '1')],
    ['FROM public.ecr.aws/acme/web:1', to('acme', 'web', '1')],
    ['FROM --platform=linux/amd64 acme/web:1 AS build', to('acme', 'web', '1')],
    ['FROM nginx', to(null, 'nginx')],
    ['    image: "acme/web:1"', to('acme', 'web', '1')],
    ['- image: acme/web:1', to('acme', 'web', '1')],
    ['"image": "acme/web:1",', to('acme', 'web', '1')],
    ['https://gallery.ecr.aws/acme/web', to('acme', 'web')],
    ['http://localhost:3000/acme/tools/web?tab=tags', to('acme', 'tools/web')],
    ['https://public.ecr.aws/acme/tools/web:1.2', to('acme', 'tools/web', '1.2')],
    [`https://localhost:5050/acme/web@${sha}`, to('acme', 'web', null, sha)],
    ['https://g.example/acme/web?tag=1.2#top', to('acme', 'web', '1.2')],
    [`https://g.example/acme/web/?digest=${sha}`, to('acme', 'web', null, sha)],
    ['localhost:3000/acme/web?tag=1.2', to('acme', 'web', '1.2')],
    ["  image: 'acme/web:1' # the page", to('acme', 'web', '1')],
    ['docker pull acme/web:1 # the page', to('acme', 'web', '1')],
    ['root@host:~# docker pull acme/web:1', to('acme', 'web', '1')],
    ['PS C:\\> docker pull acme/web:1', to('acme', 'web', '1')],
    ['> docker pull acme/web:1', to('acme', 'web', '1')],
    ['apptainer pull web.sif oras://public.ecr.aws/acme/web:1', to('acme', 'web', '1')],
    ['flux pull artifact oci://public.ecr.aws/acme/web:1 --output .', to('acme', 'web', '1')],
    ['cosign verify --key cosign.pub public.ecr.aws/acme/web:1', to('acme', 'web', '1')],
    ['oras://public.ecr.aws/acme/web:1', to('acme', 'web', '1')],
    ['docker-daemon:acme/web:1', to('acme', 'web', '1')],
    ['“acme/web:1.2”', to('acme', 'web', '1.2')],
    ['"acme/web:1.2",', to('acme', 'web', '1.2')],
    ['(public.ecr.aws/acme/web:1.2).', to('acme', 'web', '1.2')],
    ['「acme/web:1.2」', to('acme', 'web', '1.2')],
    ['acme/web:1.2.', to('acme', 'web', '1.2.')],
    ['ａｃｍｅ／ｗｅｂ：１．２', to('acme', 'web', '1.2')],
    ['docker pull acme／web：1.2', to('acme', 'web', '1.2')],
    ['acme/web:1.2\u200b', to('acme', 'web', '1.2')],
    ['https://hub.docker.com/_/nginx', to('library', 'nginx')],
    ['https://hub.docker.com/r/acme/web/tags', to('acme', 'web')],
    ['https://quay.io/repository/acme/web?tab=tags', to('acme', 'web')],
  ])('%j', (text, reference) => {
    const { registryAlias, repositoryName } = reference
    const name = registryAlias === null ? repositoryName : `${registryAlias}/${repositoryName}`
    const found = parseTextQuery(text)
    expect(found).toEqual({
      ...empty,
      words: [name],
      reference: { ...reference, host: found.reference?.host ?? null },
    })
  })

  test.each([
    ['acme/web:1.2', null],
    ['ab.io/web', null],
    ['public.ecr.aws/acme/web', 'public.ecr.aws'],
    ['docker pull LOCALHOST:5050/acme/web:1', 'localhost:5050'],
    ['oci://[::1]:5050/acme/web', '[::1]:5050'],
    ['https://Gallery.ecr.aws/acme/web', 'gallery.ecr.aws'],
    ['http://localhost:3000/acme/web?tag=1', 'localhost:3000'],
  ])('the host of %j is %j', (text, host) => {
    expect(parseTextQuery(text).reference?.host).toBe(host)
  })

  test('the first one among other words is the reference, and its names are words', () => {
    expect(parseTextQuery('nginx:1.25 alpine acme/web -old')).toEqual({
      ...empty,
      words: ['nginx', 'alpine', 'acme/web'],
      excluded: ['old'],
      reference: to(null, 'nginx', '1.25'),
    })
  })

  test('the address of a publisher is its alias', () => {
    expect(parseTextQuery('https://gallery.ecr.aws/acme').words).toEqual(['acme'])
  })
})

describe('digests', () => {
  test.each([
    [sha, sha],
    [hex.toUpperCase(), sha],
    ['sha256:00aB', 'sha256:00ab'],
    [`@${sha}`, sha],
    [`sha512:${hex}${hex}`, `sha512:${hex}${hex}`],
  ])('%j', (text, digest) => {
    expect(parseTextQuery(text)).toEqual({ ...empty, digest })
  })

  test('one stands beside words', () => {
    expect(parseTextQuery('redis sha256:00ab')).toEqual({ ...empty, words: ['redis'], digest: 'sha256:00ab' })
  })
})

describe('properties', () => {
  const pieces = fc.constantFrom(
    ...[
      '"',
      '“',
      '-',
      ':',
      '/',
      '@',
      ' ',
      '\n',
      'os',
      'sha256:',
      'docker pull ',
      'FROM ',
      'image: ',
      'https://',
      '?',
    ],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc
      .array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 60 })
      .map((all) => all.join('')),
  )

  test('any text is read, into a bounded number of parts that hold no quotation mark and no control character', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { words, phrases, excluded } = parseTextQuery(text)
        const parts = [...words, ...phrases, ...excluded]
        expect(parts.length).toBeLessThanOrEqual(64)
        expect(parts.join('').length).toBeLessThanOrEqual(1024)
        for (const part of parts) {
          expect(part).not.toBe('')
          expect(part).not.toMatch(/["“”\p{Cc}]/u)
          expect(part).toBe(part.trim())
          expect(part.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a reference is the same alone, with a host, in a command and in a file', () => {
    const segment = fc.stringMatching(/^[a-z][a-z0-9]{1,8}(?:[._-][a-z0-9]{1,4})?$/)
    const references = fc.record({
      alias: segment,
      name: fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
      tag: fc.option(fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}$/)),
      digest: fc.option(fc.constant(sha)),
    })
    fc.assert(
      fc.property(references, ({ alias, name, tag, digest }) => {
        const text = `${alias}/${name}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
        const host = 'localhost:5050'
        for (const form of [`${host}/${text}`, `docker pull ${host}/${text}`, `FROM ${host}/${text}`]) {
          expect(parseTextQuery(form).reference).toEqual({
            host,
            registryAlias: alias,
            repositoryName: name,
            tag,
            digest,
          })
        }
      }),
    )
  })
})
