import { expect, test } from 'vitest'
import { toClientFamily } from './client-family.ts'

test.each([
  [
    'docker/27.3.1 go/go1.22.7 git-commit/41ca978 kernel/6.1.0 os/linux arch/amd64 UpstreamClient(Docker-Client/27.3.1)',
    'docker',
  ],
  ['containerd/v1.7.22', 'containerd'],
  ['containers/5.29.2 (github.com/containers/image)', 'containers'],
  ['libpod/4.3.1', 'podman'],
  ['skopeo/1.9.3', 'skopeo'],
  ['crane/0.20.2 go-containerregistry/0.20.2', 'crane'],
  ['cosign/v2.4.1 (linux; amd64) go-containerregistry/v0.20.2', 'cosign'],
  ['go-containerregistry/v0.20.2', 'go-containerregistry'],
  ['oras/1.3.3', 'oras'],
  ['Helm/3.16.2', 'helm'],
  ['buildkit/v0.17', 'buildkit'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'browser'],
  ['curl/8.5.0', 'other'],
  ['', 'other'],
  [undefined, 'other'],
  [`${'x'.repeat(100_000)} docker/1`, 'other'],
  ['=cmd|docker', 'other'],
])('%j is %s', (userAgent, family) => {
  expect(toClientFamily(userAgent)).toBe(family)
})
