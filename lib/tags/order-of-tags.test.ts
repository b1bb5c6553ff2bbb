/**
 * The order of versions as people write them, as facts: each line is one family of tags as a well-known image has them, the oldest
 * first. Each neighbouring pair is one check, and the whole line sorted is another.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareByVersion, toTagKey } from './compare-tags.ts'
import { parseTagVersion } from './parse-tag-version.ts'

const families: [string, string][] = [
  [
    'a runtime before the version',
    'py3.8-1.0.0 py3.9-0.9.0 py3.9-1.0.0 py3.9-1.2.0-rc.1 py3.9-1.2.0 py3.12-1.0.0 py3.12-1.0.10',
  ],
  [
    'a database before the version',
    'pg9-v2.9.0 pg13-v2.9.0 pg16-v2.2.1 pg16-v2.9.0 pg16-v2.10.0 pg17-v2.1.0',
  ],
  ['a toolkit before the version', 'cuda9.2-1.0 cuda11.8-1.0 cuda11.8-1.1 cuda12.2-1.0 cuda12.10-1.0'],
  ['a name and a major version', 'openjdk-8 openjdk-11 openjdk-17 openjdk-21'],
  ['a name and a version without a separator', 'jdk8 jdk11 jdk17.0.2 jdk17.0.9 jdk21'],
  ['Windows by year', 'ltsc2016 ltsc2019 ltsc2022 ltsc2025'],
  ['Windows with a channel', 'nanoserver-1709 nanoserver-1809 nanoserver-2004'],
  [
    'Windows with a build',
    '4.7.2-windowsservercore-ltsc2019 4.8-windowsservercore-ltsc2019 4.8-windowsservercore-ltsc2022',
  ],
  ['nightly builds', 'nightly-20231231 nightly-20240101 nightly-20240201 nightly-20241001'],
  [
    'nightly builds with dashes',
    'nightly-2024-01-09 nightly-2024-01-10 nightly-2024-02-01 nightly-2025-01-01',
  ],
  ['revisions', 'r9 r10 r99 r100'],
  ['builds of a machine', 'b999 b1234 b4567 b12345'],
  ['counted builds', 'build-7 build-77 build-100 build-1001'],
  ['pull requests', 'pr-9 pr-12 pr-123'],
  ['days', '20231231 20240101 20240115 20240201 20241130'],
  ['days and times', '20240115T091500 20240115T101500 20240115T101501 20240116T000000 20250101T000000'],
  ['days and times with a zone', '20240115T091500Z 20240115T101500Z 20240116T000000Z'],
  ['fourteen digits', '20231231235959 20240115091500 20240115101500 20240116000000'],
  ['days with a count', '20240115.1 20240115.2 20240115.10 20240116.1'],
  ['days with a counter by dash', '20240115-1 20240115-2 20240115-11 20240116-1'],
  ['seconds since 1970', '1700000000 1705312800 1705312801 1732752000'],
  ['milliseconds since 1970', '1700000000000 1705312800000 1732752000000'],
  ['dashed days', '2023-12-31 2024-01-01 2024-01-15 2024-11-02'],
  [
    'dashed days and times',
    'RELEASE.2023-12-31T23-59-59Z RELEASE.2024-01-15T10-15-00Z RELEASE.2024-01-15T10-15-01Z RELEASE.2024-11-07T00-52-20Z',
  ],
  ['dashed months', '2023-12 2024-01 2024-10 2024-11 2025-01'],
  ['calendar versions of two numbers', '16.04 18.04 20.04 22.04 22.10 24.04'],
  ['calendar versions of three numbers', '2023.12.4 2024.1.0 2024.1.5 2024.2.0 2024.11.3'],
  ['calendar versions with letters', '2023.04 2024.01 2024.01a 2024.01b 2024.02'],
  ['letters behind a release', '1.1.1 1.1.1a 1.1.1k 1.1.1w 3.0.0'],
  ['letters behind one number', '11 11c 12 12c 19c 21c'],
  ['four numbers', '3.1.9.2 3.1.10.0 3.1.10.1 3.1.10.11 3.2.0.0'],
  ['five numbers', '2023.3.20240108.0.1 2023.3.20240108.1.0 2023.3.20240117.0.0'],
  ['builds behind an underscore', '1.2.2_build9 1.2.3_build1 1.2.3_build9 1.2.3_build10'],
  [
    'builds behind an underscore by number',
    'jdk-21.0.1_12 jdk-21.0.2_9 jdk-21.0.2_13 jdk-21.0.10_7 jdk-22_36',
  ],
  ['builds by number', '17.0.9_9-jdk 17.0.10_7-jdk 21.0.2_13-jdk'],
  ['an older scheme of Java', '8u91 8u151 8u382 8u392 8u402'],
  ['an older scheme of Java with a system', '8u372-jdk-slim 8u382-jdk-slim 8u392-jdk-slim 8u402-jdk-slim'],
  ['builds of an update of Java', '8u392-b07-jdk 8u392-b08-jdk 8u402-b06-jdk 8u402-b10-jdk'],
  ['an older scheme of Java behind a name', 'openjdk8u92 openjdk8u102 openjdk8u402'],
  ['corrections of Python', '2.15.0rc0 2.15.0 2.15.0.post1 2.15.0.post2 2.15.0.post10 2.15.1'],
  ['service packs', '1.0.0.CR1 1.0.0.GA 1.0.0.SP1 1.0.0.SP2 1.0.0.SP10 1.0.1'],
  ['patches', '9.1p9 9.2 9.2p1 9.2p2 9.2p10 9.3'],
  ['patches with a dash', '1.9.2-p290 1.9.3 1.9.3-p0 1.9.3-p99 1.9.3-p551'],
  [
    'corrections of security',
    '11.5.4 11.6.0 11.6.0-security-01 11.6.0-security-02 11.6.1 11.6.1-security-01',
  ],
  [
    'corrections of security with a system',
    '11.6.0-ubuntu 11.6.0-security-01-ubuntu 11.6.0-security-02-ubuntu 11.6.1-ubuntu',
  ],
  ['hotfixes', '1.2.3 1.2.3-hotfix.1 1.2.3-hotfix.2 1.2.3-hotfix.10 1.2.4'],
  [
    'days and days made again',
    'jammy-20240111 jammy-20240111.1 jammy-20240111.2 jammy-20240111.10 jammy-20240227',
  ],
  ['days and times of a day', '20240114T101500 20240115 20240115T101500 20240116'],
  ['a distribution of Kubernetes', 'v1.28.8-k3s9 v1.28.9-k3s1 v1.28.9-k3s2 v1.28.9-k3s10 v1.28.10-k3s1'],
  ['a distribution of Kubernetes by its number', 'v1.28.9-rke2r1 v1.28.9-rke2r2 v1.28.9-rke2r10'],
  ['development files', '12.1.0-devel-ubuntu22.04 12.4.1-devel-ubuntu20.04 12.4.1-devel-ubuntu22.04'],
  [
    'commits as Go names them',
    '1.2.3 1.2.4-0.20240101120000-abcdef123456 1.2.4-0.20240201120000-abcdef123456 1.2.4',
  ],
  ['early access', '21-ea-9 21-ea-35 21-ea-36 21'],
  ['a distribution behind', '1.2.3-alpine3.9 1.2.3-alpine3.19 1.2.3-alpine3.20 1.2.4-alpine3.19'],
  ['a distribution behind with a point', '3.12.1-alpine3.18 3.12.1-alpine3.19 3.12.2-alpine3.18'],
  [
    'a distribution and its revision',
    '2.1.0-debian-11-r99 2.1.0-debian-12-r9 2.1.0-debian-12-r10 2.1.1-debian-12-r0',
  ],
  ['package revisions', '1.36.0-r9 1.36.1-r5 1.36.1-r15 1.37.0-r0'],
  ['an operating system by year', '8.0-ubuntu20.04 8.0-ubuntu22.04 8.0-ubuntu24.04'],
  [
    'a toolkit in the middle',
    '2.1.0-cuda11.8-cudnn8-runtime 2.1.0-cuda12.1-cudnn8-runtime 2.2.0-cuda11.8-cudnn8-runtime',
  ],
  [
    'a toolkit first',
    '11.8.0-base-ubuntu22.04 12.1.1-base-ubuntu22.04 12.2.0-base-ubuntu22.04 12.10.0-base-ubuntu22.04',
  ],
  [
    'cumulative updates',
    '2019-CU8-ubuntu-20.04 2019-CU18-ubuntu-20.04 2019-CU24-ubuntu-20.04 2022-CU2-ubuntu-20.04',
  ],
  [
    'previews',
    '8.0.100-preview.6 8.0.100-preview.7 8.0.100-preview.7.23376.3 8.0.100-preview.10 8.0.100-rc.1 8.0.100',
  ],
  ['candidates without a separator', '3.14a7 3.14b1 3.14rc1 3.14rc2 3.14.0'],
  ['candidates of a minor version', '1.24.9 1.25rc1 1.25rc2 1.25rc10 1.25.0 1.25.1'],
  [
    'candidates of a semantic version',
    '2.0.0-alpha 2.0.0-alpha.1 2.0.0-beta.2 2.0.0-beta.11 2.0.0-rc.1 2.0.0',
  ],
  ['candidates with a dash', '2.0.0-beta-2 2.0.0-beta-11 2.0.0-rc-1 2.0.0'],
  ['candidates with a letter v', 'v1.9.0 v1.10.0-rc.1 v1.10.0 v1.10.1 v2.0.0-beta.0'],
  ['milestones', '6.1.0-M1 6.1.0-M2 6.1.0-RC1 6.1.0'],
  ['snapshots', '1.0-SNAPSHOT 1.0.0 1.1-SNAPSHOT 1.1.0'],
  ['final by name', '3.15.9.Final 3.16.0.CR1 3.16.0.Final 3.16.1.Final'],
  ['developer releases', '5.0.0.dev1 5.0.0.dev12 5.0.0rc1 5.0.0'],
  [
    'developer releases by day',
    '2024.1.6 2024.2.0.dev20240131 2024.2.0.dev20240201 2024.2.0b0 2024.2.0b9 2024.2.0b10 2024.2.0 2024.2.1',
  ],
  [
    'developer releases of all that Python has',
    '2.0.dev1 2.0.dev2 2.0a1.dev1 2.0a1 2.0a2.dev1 2.0b1 2.0rc1.dev5 2.0rc1 2.0.0 2.0.0.post1.dev1 2.0.0.post1',
  ],
  ['developer releases of a semantic version', '2.0.0-alpha.1 2.0.0-beta.2 2.0.0-dev.1 2.0.0-rc.1 2.0.0'],
  ['epochs', '2.0 3.0 1_1.9 1_2.0 1_2.1 2_0.1'],
  ['commits after a release', '1.2.2 1.2.3-5-gabc1234 1.2.3-12-gdef5678'],
  ['a chart', 'chart-2.2.9 chart-2.3.0 chart-2.10.0'],
  [
    'a component with a letter v',
    'controller-v0.9.0 controller-v0.49.3 controller-v1.10.0 controller-v1.11.0',
  ],
  ['a name with digits inside', 'k8s-1.9 k8s-1.27 k8s-1.28.3'],
  ['a name that begins with a digit', '7zip-9 7zip-16 7zip-23.1'],
  ['an architecture first', 'arm64v8-1.9 arm64v8-1.10 arm64v8-2.0'],
  ['an architecture with a number first', 'amd64-1.9 amd64-1.10 amd64-2.0'],
  ['an architecture behind', '1.9-amd64 1.10-amd64 2.0-amd64'],
  ['a distribution’s name first', 'jammy-20231004 jammy-20240111 jammy-20240227'],
  ['a distribution’s name and number first', 'ubi8-1.0 ubi9-0.9 ubi9-1.0 ubi9-1.10'],
  ['numbers of a branch', 'main-9 main-77 main-101'],
  ['branches with a day', 'edge-20240101 edge-20240215 edge-20241001'],
  ['zeros in front', '1.01 1.02 1.10 01.11'],
  ['very long numbers', '99999999999999999998 99999999999999999999 100000000000000000000'],
  ['one number', '7 8 10 77 100'],
]

const pairs = families.flatMap(([name, line]) => {
  const tags = line.split(' ')
  return tags.slice(1).map((newer, at) => [tags[at] ?? '', newer, name] as const)
})

describe('versions as people write them', () => {
  test('there are many of them', () => {
    expect(pairs.length).toBeGreaterThan(200)
  })

  test.each(pairs)('%s is older than %s (%s)', (older, newer) => {
    expect(compareByVersion(toTagKey(newer), toTagKey(older))).toBeLessThan(0)
  })

  test.each(families)('%s: the newest first, wherever they stood', (_, line) => {
    const newestFirst = line.split(' ').toReversed()
    fc.assert(
      fc.property(fc.shuffledSubarray(newestFirst, { minLength: newestFirst.length }), (shuffled) => {
        const sorted = shuffled.map(toTagKey).toSorted(compareByVersion)
        expect(sorted.map(({ tag }) => tag)).toEqual(newestFirst)
      }),
      { numRuns: 5 },
    )
  })
})

test('each family stands together, whatever else is there', () => {
  const all = families.flatMap(([, line]) => line.split(' '))
  const names = [...new Set(all)]
    .map(toTagKey)
    .toSorted(compareByVersion)
    .map(({ version }) => `${version?.name}/${version?.isDate}`)
  expect(names.filter((name, at) => name !== names[at - 1])).toHaveLength(new Set(names).size)
})

test.each(
  'latest main edge stable bookworm 7d865e9 0a1b2c3d4e5f sha-1234567 sha-7d865e9 git-1234567 commit-0123456 main-7d865e9 7d865e9-amd64 amd64 arm64v8 x86_64 s390x deadbeef 1a2b windows linux-amd64'.split(
    ' ',
  ),
)('%s states no version', (tag) => {
  expect(parseTagVersion(tag)).toBeNull()
})

test.each(
  '2.0.0-rc.1 3.14rc2 1.25rc1 8.0.100-preview.7 1.0-SNAPSHOT nightly-20240101 pr-123 build-77 main-12 dev-3 1.2.3-5-gabc1234 6.1.0-M1 21-ea-9 2.0.0-RC1-alpine feature-login-2 1.2.3-pr.7 canary-1.2 edge-20240101 devel-20240105 2.0.0-experimental 2.0.0-edge 2.0.0-TP1 1.2.4-0.20240101120000-abcdef123456 0.0.0-20240101120000-abcdef123456 2.0.0-insiders.3 v1.14.5-ci'.split(
    ' ',
  ),
)('%s is not released', (tag) => {
  expect(parseTagVersion(tag)?.stage).toBe('pre-release')
})

test.each(
  '1.2.3 v1.2 7 r10 ltsc2022 openjdk-21 24.04 2024.01b 2024-11 1.1.1w 3.16.0.Final 20240115T101500 1_2.0 chart-2.3.0 b1234 1.x 2.15.0.post1 1.0.0.SP1 9.2p1 1.9.3-p551 1.2.3-hotfix.1 11.6.0-security-01'.split(
    ' ',
  ),
)('%s is a release', (tag) => {
  expect(parseTagVersion(tag)?.stage).toBe('release')
})

test.each(
  '12.4.1-devel-ubuntu22.04 12.4.1-cudnn-devel-ubuntu22.04 2.1.0-cuda12.1-cudnn8-devel 8u392-b08-jdk 17.0.9_9-jre-alpine 20.10.0-dind-rootless 1.27.0-alpine3.19-slim 1809-KB5034127 1.32.8.7639-fb6452ebf-ls200 3.5.0-scala2.12-java11-ubuntu 9.9.3-developer v20240101-abc1234'.split(
    ' ',
  ),
)('%s is released', (tag) => {
  expect(parseTagVersion(tag)?.stage).toBe('variant')
})

test('a tag that was made to be hard to read costs what any tag of its length costs', () => {
  const hostile = [
    'a-',
    '1.',
    '1-',
    'a1',
    '1a',
    '_',
    'v',
    'rc',
    'rc.',
    '0',
    'f0-',
    '1_',
    'T1',
    '2024-',
    '20240115T',
    'alpha-',
  ].map((part) => part.repeat(128).slice(0, 127))
  const measure = (tags: readonly string[]) => {
    const started = performance.now()
    for (let turn = 0; turn < 200; turn++) for (const tag of tags) parseTagVersion(tag)
    return (performance.now() - started) / (200 * tags.length)
  }
  measure(hostile)
  expect(measure(hostile)).toBeLessThan(1)
})

test('whatever a tag says, reading it never fails, and orders by it hold', () => {
  const part = fc.oneof(
    fc.constantFrom(...families.flatMap(([, line]) => line.split(' '))),
    fc.stringMatching(/^[a-z0-9]{1,8}$/),
    fc.constantFrom('rc', 'v', '2024', '01', '20240115', 'T10', '1', '10', 'alpine', 'g', 'x'),
  )
  const tag = fc
    .array(fc.tuple(part, fc.constantFrom('-', '_', '.', '+', '')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([text, separator]) => text + separator).join(''))
  fc.assert(
    fc.property(tag, tag, tag, (...tags) => {
      const [a, b, c] = tags.map(toTagKey).toSorted(compareByVersion)
      if (a === undefined || b === undefined || c === undefined) throw new Error('three tags')
      expect(compareByVersion(a, c)).toBeLessThanOrEqual(0)
      expect(Math.sign(compareByVersion(b, a))).toBe(-Math.sign(compareByVersion(a, b)) + 0)
      expect(compareByVersion(a, b) === 0).toBe(a.tag === b.tag)
    }),
    { numRuns: 3_000 },
  )
})
