import { expect, test } from 'vitest'
import { chooseDefaultTag, type DefaultTagCandidate } from './choose-default-tag.ts'

const chart = 'application/vnd.cncf.helm.config.v1+json'
const mediaTypes: Record<string, string> = {
  chart,
  signature: 'application/vnd.dev.cosign.artifact.sig.v1+json',
  cache: 'application/vnd.buildkit.cacheconfig.v0',
  page: 'application/vnd.cncf.artifacthub.config.v1+yaml',
}

/** Pushed one after another; `tag=image` names an image again, `tag:kind` says what it is. */
function push(text: string): DefaultTagCandidate[] {
  return text.split(' ').map((word, at) => {
    const [name = '', image] = word.split('=')
    const [tag = '', kind] = name.split(':')
    return {
      tag,
      digest: `sha256:${image ?? tag}`,
      pushedAt: new Date(Date.UTC(2026, 0, 1 + at)).toISOString(),
      artifactMediaType: mediaTypes[kind ?? ''] ?? null,
    }
  })
}

const hex = 'a'.repeat(64)

test.each<[string, string, string]>([
  ['a correction of an old version is not the newest one', '2.0.0 latest=2.0.0 1.9.5', '2.0.0'],
  ['nor without latest', '2.0.0 1.9.5', '2.0.0'],
  ['latest is called by what says most', '2.2.1 2=2.2.1 2.2=2.2.1 latest=2.2.1 3.0.0-rc.1', '2.2.1'],
  ['latest may be behind the highest release', '3.0.0 2.9.1 latest=2.9.1', '2.9.1'],
  ['latest that is a pre-release is still called latest', '1.0.0 2.0.0-rc.1 latest=2.0.0-rc.1', 'latest'],
  ['latest alone', 'main 1.0.0 latest', 'latest'],
  ['latest that is a signature is no image', '1.0.0 latest:signature', '1.0.0'],
  ['nor is a cache', 'main 1.0.0-rc.1 latest:cache', '1.0.0-rc.1'],
  ['nor a cache that was pushed last', 'main buildcache:cache', 'main'],
  ['nor the page of a chart', '1.0.0-rc.1:chart artifacthub.io:page', '1.0.0-rc.1'],
  ['a cache where there is nothing else', 'buildcache:cache', 'buildcache'],
  ['Helm cannot pull latest', '1.0.0:chart 1.1.0:chart latest:chart=x', '1.1.0'],
  ['no pre-release', '1.9.0 2.0.0-rc.1 2.0.0-beta.1', '1.9.0'],
  ['no build of a night', '1.9.0 nightly-20260101 1.10.0-nightly', '1.9.0'],
  ['no build of a day', '1.9.0 20260101 2026-01-02', '1.9.0'],
  ['no pull request, no commit', '0.1.0 pr-12 sha-1234567 7d865e9', '0.1.0'],
  ['no attachment', `0.1.0 sha256-${hex}.sig sha256-${hex}.att`, '0.1.0'],
  ['numbers count by value', '1.9.0 1.10.0 1.9.1', '1.10.0'],
  ['a moving name stands for its series, by what says most', '7.4.2 7=7.4.2 6.9.9', '7.4.2'],
  [
    'a correction of security is newer than what it corrects',
    '11.6.0 11.6.0-security-01',
    '11.6.0-security-01',
  ],
  ['a plain release before its variants', '1.2.3 1.2.3-alpine 1.3.0-alpine', '1.2.3'],
  ['variants, where there is nothing else', '1.2.3-alpine 1.2.4-alpine 1.2.2-slim', '1.2.4-alpine'],
  ['days, where there is nothing else', '20260102 20260101', '20260102'],
  ['a family, where there is nothing else', 'openjdk-21 openjdk-17', 'openjdk-21'],
  ['of several families the one pushed to last', 'py3.12-1.0 node20-1.1 node20-1.0', 'node20-1.1'],
  ['without a release the newest push', 'main edge pr-7 feature-x', 'feature-x'],
  ['only pre-releases: the newest push', '2.0.0-rc.2 2.0.0-rc.1', '2.0.0-rc.1'],
])('%s', (_, pushed, wanted) => {
  expect(chooseDefaultTag(push(pushed), null)?.tag).toBe(wanted)
  expect(chooseDefaultTag(push(pushed).toReversed(), null)?.tag).toBe(wanted)
})

test('the publisher decides, as long as the tag is there', () => {
  const candidates = push('2.0.0 latest=2.0.0 1.9-lts pr-1')
  expect(chooseDefaultTag(candidates, '1.9-lts')?.tag).toBe('1.9-lts')
  expect(chooseDefaultTag(candidates, 'latest')?.tag).toBe('latest')
  expect(chooseDefaultTag(candidates, 'gone')?.tag).toBe('2.0.0')
})

test('where nothing can be pulled, there is none', () => {
  expect(chooseDefaultTag([], null)).toBeNull()
  expect(chooseDefaultTag(push(`sha256-${hex}.sig`), null)).toBeNull()
})
