/** A visitor pastes what stands here; a flag that is missing or unknown to the client makes it fail. */
import { describe, expect, test } from 'vitest'
import { ARTIFACT_KINDS, type ArtifactKind } from '#lib/oci/artifact-kinds.ts'
import { listPullClients, PULL_CLIENTS, type PullClient } from './pull-client.ts'
import { toPullCommand } from './pull-command.ts'
import { REFERENCE_FORMS, type ReferenceForm, toReference } from './pull-reference.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const childDigest = `sha256:${'cd'.repeat(32)}`
const image = { tag: '1.2', digest }
const arm64 = { os: 'linux', architecture: 'arm64', variant: 'v8', digest: childDigest }
const armV7 = { os: 'linux', architecture: 'arm', variant: 'v7', digest: childDigest }

const secure = (client: PullClient, form: ReferenceForm, kind: ArtifactKind = 'image') =>
  toPullCommand(client, toReference('registry.example/acme/app', image, form), { plainHttp: false, kind })
const local = (client: PullClient, kind: ArtifactKind = 'image') =>
  toPullCommand(client, toReference('localhost:5050/acme/app', image, 'tag'), { plainHttp: true, kind })
const forPlatform = (client: PullClient, platform = arm64, form: ReferenceForm = 'tag') =>
  toPullCommand(client, toReference('registry.example/acme/app', image, form), { plainHttp: false, platform })

describe('by tag, from a registry with TLS', () => {
  test.each<[PullClient, string]>([
    ['docker', 'docker pull registry.example/acme/app:1.2'],
    ['podman', 'podman pull registry.example/acme/app:1.2'],
    ['nerdctl', 'nerdctl pull registry.example/acme/app:1.2'],
    ['finch', 'finch pull registry.example/acme/app:1.2'],
    ['ctr', 'ctr images pull registry.example/acme/app:1.2'],
    ['crictl', 'crictl pull registry.example/acme/app:1.2'],
    ['skopeo', 'skopeo copy docker://registry.example/acme/app:1.2 oci:app'],
    ['crane', 'crane pull registry.example/acme/app:1.2 app.tar'],
    ['oras', 'oras copy --to-oci-layout registry.example/acme/app:1.2 app'],
    ['regctl', 'regctl image export registry.example/acme/app:1.2 app.tar'],
  ])('%s', (client, command) => expect(secure(client, 'tag')).toBe(command))
})

describe('by tag and digest', () => {
  test.each<[PullClient, string]>([
    ['docker', `docker pull registry.example/acme/app:1.2@${digest}`],
    ['podman', `podman pull registry.example/acme/app:1.2@${digest}`],
    ['nerdctl', `nerdctl pull registry.example/acme/app:1.2@${digest}`],
    ['finch', `finch pull registry.example/acme/app:1.2@${digest}`],
    ['ctr', `ctr images pull registry.example/acme/app:1.2@${digest}`],
    ['crictl', `crictl pull registry.example/acme/app:1.2@${digest}`],
    // Skopeo refuses a reference with both.
    ['skopeo', `skopeo copy docker://registry.example/acme/app@${digest} oci:app`],
    ['crane', `crane pull registry.example/acme/app:1.2@${digest} app.tar`],
    ['oras', `oras copy --to-oci-layout registry.example/acme/app:1.2@${digest} app`],
    ['regctl', `regctl image export registry.example/acme/app:1.2@${digest} app.tar`],
  ])('%s', (client, command) => expect(secure(client, 'tag-and-digest')).toBe(command))
})

describe('by digest', () => {
  test.each<[PullClient, string]>([
    ['docker', `docker pull registry.example/acme/app@${digest}`],
    ['podman', `podman pull registry.example/acme/app@${digest}`],
    ['nerdctl', `nerdctl pull registry.example/acme/app@${digest}`],
    ['finch', `finch pull registry.example/acme/app@${digest}`],
    ['ctr', `ctr images pull registry.example/acme/app@${digest}`],
    ['crictl', `crictl pull registry.example/acme/app@${digest}`],
    ['skopeo', `skopeo copy docker://registry.example/acme/app@${digest} oci:app`],
    ['crane', `crane pull registry.example/acme/app@${digest} app.tar`],
    ['oras', `oras copy --to-oci-layout registry.example/acme/app@${digest} app`],
    ['regctl', `regctl image export registry.example/acme/app@${digest} app.tar`],
  ])('%s', (client, command) => expect(secure(client, 'digest')).toBe(command))
})

describe('for one platform', () => {
  test.each<[PullClient, string]>([
    ['docker', 'docker pull --platform linux/arm64 registry.example/acme/app:1.2'],
    ['podman', 'podman pull --platform linux/arm64 registry.example/acme/app:1.2'],
    ['nerdctl', 'nerdctl pull --platform linux/arm64 registry.example/acme/app:1.2'],
    ['finch', 'finch pull --platform linux/arm64 registry.example/acme/app:1.2'],
    ['ctr', 'ctr images pull --platform linux/arm64 registry.example/acme/app:1.2'],
    // Crictl has no such option, but the image for the platform has a digest of its own.
    ['crictl', `crictl pull registry.example/acme/app@${childDigest}`],
    [
      'skopeo',
      'skopeo --override-os linux --override-arch arm64 --override-variant v8 copy docker://registry.example/acme/app:1.2 oci:app',
    ],
    ['crane', 'crane pull --platform linux/arm64 registry.example/acme/app:1.2 app.tar'],
    ['oras', 'oras copy --platform linux/arm64 --to-oci-layout registry.example/acme/app:1.2 app'],
    ['regctl', 'regctl image export --platform linux/arm64 registry.example/acme/app:1.2 app.tar'],
  ])('%s', (client, command) => expect(forPlatform(client)).toBe(command))

  test('the variant is named where machines differ in it', () => {
    expect(forPlatform('docker', armV7)).toBe(
      'docker pull --platform linux/arm/v7 registry.example/acme/app:1.2',
    )
    expect(forPlatform('skopeo', armV7)).toBe(
      'skopeo --override-os linux --override-arch arm --override-variant v7 copy docker://registry.example/acme/app:1.2 oci:app',
    )
  })

  test.each<[PullClient, string]>([
    ['docker', `docker pull --platform linux/arm64 registry.example/acme/app@${childDigest}`],
    ['podman', `podman pull --platform linux/arm64 registry.example/acme/app@${childDigest}`],
    ['nerdctl', `nerdctl pull --platform linux/arm64 registry.example/acme/app@${childDigest}`],
    ['finch', `finch pull --platform linux/arm64 registry.example/acme/app@${childDigest}`],
    ['ctr', `ctr images pull --platform linux/arm64 registry.example/acme/app@${childDigest}`],
    ['crictl', `crictl pull registry.example/acme/app@${childDigest}`],
    ['skopeo', `skopeo copy docker://registry.example/acme/app@${childDigest} oci:app`],
    ['crane', `crane pull registry.example/acme/app@${childDigest} app.tar`],
    ['oras', `oras copy --to-oci-layout registry.example/acme/app@${childDigest} app`],
    ['regctl', `regctl image export registry.example/acme/app@${childDigest} app.tar`],
    ['dockerfile', `FROM --platform=linux/arm64 registry.example/acme/app@${childDigest}`],
  ])('by its own digest with %s', (client, command) =>
    expect(forPlatform(client, arm64, 'digest')).toBe(command),
  )

  test('by the tag and its own digest', () => {
    expect(forPlatform('docker', arm64, 'tag-and-digest')).toBe(
      `docker pull --platform linux/arm64 registry.example/acme/app:1.2@${childDigest}`,
    )
  })
})

describe('from a registry on this machine, over HTTP', () => {
  test.each<[PullClient, string]>([
    ['docker', 'docker pull localhost:5050/acme/app:1.2'],
    ['podman', 'podman pull --tls-verify=false localhost:5050/acme/app:1.2'],
    ['nerdctl', 'nerdctl pull --insecure-registry localhost:5050/acme/app:1.2'],
    ['finch', 'finch pull --insecure-registry localhost:5050/acme/app:1.2'],
    ['ctr', 'ctr images pull --plain-http localhost:5050/acme/app:1.2'],
    ['crictl', 'crictl pull localhost:5050/acme/app:1.2'],
    ['skopeo', 'skopeo copy --src-tls-verify=false docker://localhost:5050/acme/app:1.2 oci:app'],
    ['crane', 'crane pull --insecure localhost:5050/acme/app:1.2 app.tar'],
    ['oras', 'oras copy --from-plain-http --to-oci-layout localhost:5050/acme/app:1.2 app'],
    [
      'regctl',
      'regctl image export --host reg=localhost:5050,tls=disabled localhost:5050/acme/app:1.2 app.tar',
    ],
  ])('%s', (client, command) => expect(local(client)).toBe(command))
})

describe('a Helm chart', () => {
  const chart = (tag: string, form: ReferenceForm) =>
    toPullCommand('helm', toReference('registry.example/acme/chart', { tag, digest }, form), {
      plainHttp: false,
      kind: 'chart',
    })

  test('is named by its version, in which the `_` of a tag is a `+`', () => {
    expect(chart('1.2.0', 'tag')).toBe('helm pull oci://registry.example/acme/chart --version 1.2.0')
    expect(chart('1.2.0-rc.1_build.7', 'tag')).toBe(
      'helm pull oci://registry.example/acme/chart --version 1.2.0-rc.1+build.7',
    )
  })

  test('is named by its digest, and by both', () => {
    expect(chart('1.2.0', 'digest')).toBe(`helm pull oci://registry.example/acme/chart@${digest}`)
    expect(chart('1.2.0', 'tag-and-digest')).toBe(
      `helm pull oci://registry.example/acme/chart@${digest} --version 1.2.0`,
    )
  })

  test.each<[PullClient, string]>([
    ['helm', 'helm pull --plain-http oci://localhost:5050/acme/app --version 1.2'],
    ['oras', 'oras copy --from-plain-http --to-oci-layout localhost:5050/acme/app:1.2 app'],
  ])('comes over HTTP with %s', (client, command) => expect(local(client, 'chart')).toBe(command))
})

test('of an artifact oras writes the files', () => {
  expect(secure('oras', 'tag', 'artifact')).toBe('oras pull registry.example/acme/app:1.2')
  expect(secure('oras', 'digest', 'artifact')).toBe(`oras pull registry.example/acme/app@${digest}`)
  expect(local('oras', 'artifact')).toBe('oras pull --plain-http localhost:5050/acme/app:1.2')
})

describe('what other programs make', () => {
  test.each<[PullClient, ArtifactKind, string]>([
    ['flux', 'flux', 'flux pull artifact oci://registry.example/acme/app:1.2 --output .'],
    ['apptainer', 'apptainer-image', 'apptainer pull app.sif oras://registry.example/acme/app:1.2'],
    ['oras', 'model', 'oras copy --to-oci-layout registry.example/acme/app:1.2 app'],
    ['oras', 'wasm', 'oras copy --to-oci-layout registry.example/acme/app:1.2 app'],
    ['oras', 'signature', 'oras copy --to-oci-layout registry.example/acme/app:1.2 app'],
  ])('%s pulls a %s', (client, kind, command) => expect(secure(client, 'tag', kind)).toBe(command))

  test.each<[PullClient, ArtifactKind, string]>([
    ['flux', 'flux', 'flux pull artifact --insecure-registry oci://localhost:5050/acme/app:1.2 --output .'],
    ['apptainer', 'apptainer-image', 'apptainer pull --no-https app.sif oras://localhost:5050/acme/app:1.2'],
  ])('%s is told of HTTP', (client, kind, command) => expect(local(client, kind)).toBe(command))
})

test('every client has a text for everything that it can pull, and names what it should', () => {
  expect(new Set(ARTIFACT_KINDS.flatMap(listPullClients))).toEqual(new Set(PULL_CLIENTS))
  for (const kind of ARTIFACT_KINDS) {
    for (const client of listPullClients(kind)) {
      for (const form of REFERENCE_FORMS) {
        const text = secure(client, form, kind)
        expect(text).toMatch(/^[\x20-\x7e\n]+$/)
        expect(text).toContain('registry.example/acme/app')
        // Flux, skopeo and apptainer take one of the two, and the digest decides.
        expect(text.includes(digest)).toBe(form !== 'tag')
      }
    }
  }
})
