/** Guards that a pasted reference leads to its image, and that no page's own address leads away. */
import { describe, expect, test } from 'vitest'
import { toMeantAddress } from './to-meant-address.ts'

const hosts = ['public.ecr.aws', 'localhost:5050']
const digest = `sha256:${'0'.repeat(64)}`

describe('toMeantAddress', () => {
  test.each([
    ['/acme/web:1.2', '/acme/web?tag=1.2'],
    ['/acme/tools/web:Latest_1', '/acme/tools/web?tag=Latest_1'],
    [`/acme/web@${digest}`, `/acme/web?digest=${digest}`],
    [`/acme/web:1.2@${digest}`, `/acme/web?digest=${digest}`],
    ['/acme/web:1.2/', '/acme/web?tag=1.2'],
    ['/acme/web:1.2 ', '/acme/web?tag=1.2'],
    ['/public.ecr.aws/acme/web:1.2', '/acme/web?tag=1.2'],
    ['/public.ecr.aws/acme/web', '/acme/web'],
    ['/public.ecr.aws/acme', '/acme'],
    ['/localhost:5050/acme/web', '/acme/web'],
    ['/registry.example:8443/acme/web:1', '/acme/web?tag=1'],
    ['/https://public.ecr.aws/acme/web:1', '/acme/web?tag=1'],
    ['/https:/public.ecr.aws/acme/web', '/acme/web'],
    ['/docker://public.ecr.aws/acme/web:1', '/acme/web?tag=1'],
    ['/tab/web:1.2', '/tab/web?tag=1.2'],
    ['/tags/usage:1.2', '/tags/usage?tag=1.2'],
    ['/Acme/Web:X', '/acme/web?tag=X'],
  ])('%s leads to %s', (path, address) => expect(toMeantAddress(path, '', hosts)).toBe(address))

  test.each([
    ['/plain.example:5000/team/app', '/lab/team/app'],
    ['/plain.example:5000/team/app:1.0', '/lab/team/app?tag=1.0'],
    ['/plain.example/app', '/lab/app'],
  ])('%s of a registry without aliases leads to %s', (path, address) => {
    const aliases = new Map(['plain.example:5000', 'plain.example'].map((host) => [host, 'lab']))
    expect(toMeantAddress(path, '', hosts, aliases)).toBe(address)
  })

  test('parameters stay, but for those that the reference replaces', () => {
    expect(toMeantAddress('/acme/web:1', 'platform=linux/arm64&tag=2&tab=tags', hosts)).toBe(
      '/acme/web?tag=1&platform=linux/arm64',
    )
    expect(toMeantAddress('/public.ecr.aws/acme/web', 'tab=tags', hosts)).toBe('/acme/web?tab=tags')
  })

  test.each([
    ...[
      '/',
      '/acme',
      '/acme/web',
      '/acme.io/web',
      '/search',
      '/acme/web/',
      '/Acme/web',
      '/_next/static/a:b.js',
    ],
    ...[
      '/api/tags/acme/web:1',
      '/acme:1',
      '/acme@x',
      '/:1',
      '/@',
      '/a b/c:1',
      '/acme//web:1',
      '/https://',
      '/~page/image/a:b',
    ],
  ])('%s is left alone', (path) => expect(toMeantAddress(path, '', hosts)).toBeNull())

  test('an address of slashes or colons costs nothing', () => {
    const started = performance.now()
    for (const part of ['/', ':', '@', 'a/', 'a:']) toMeantAddress(`/${part.repeat(200_000)}x`, '', hosts)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
