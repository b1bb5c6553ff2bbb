/** A visitor pastes what stands here; a flag that is missing or unknown to the client makes it fail. */
import { describe, expect, test } from 'vitest'
import {
  isLoopbackHost,
  PULL_CLIENTS,
  type PullClient,
  REFERENCE_FORMS,
  toPullCommand,
  toReference,
} from './pull-command.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const image = { tag: '1.2', digest }

describe('a registry with TLS', () => {
  test.each<[PullClient, string]>([
    ['docker', 'docker pull registry.example/acme/app:1.2'],
    ['podman', 'podman pull registry.example/acme/app:1.2'],
    ['nerdctl', 'nerdctl pull registry.example/acme/app:1.2'],
    ['finch', 'finch pull registry.example/acme/app:1.2'],
    ['ctr', 'ctr images pull registry.example/acme/app:1.2'],
    ['crictl', 'crictl pull registry.example/acme/app:1.2'],
    ['skopeo', 'skopeo copy docker://registry.example/acme/app:1.2 oci:app'],
    ['crane', 'crane pull registry.example/acme/app:1.2 app.tar'],
  ])('%s', (client, command) => {
    const reference = toReference('registry.example/acme/app', image, 'tag')
    expect(toPullCommand(client, reference, { plainHttp: false })).toBe(command)
  })
})

describe('a registry on this machine, over HTTP', () => {
  test.each<[PullClient, string]>([
    ['docker', 'docker pull localhost:5050/acme/app:1.2'],
    ['podman', 'podman pull --tls-verify=false localhost:5050/acme/app:1.2'],
    ['nerdctl', 'nerdctl pull --insecure-registry localhost:5050/acme/app:1.2'],
    ['finch', 'finch pull --insecure-registry localhost:5050/acme/app:1.2'],
    ['ctr', 'ctr images pull --plain-http localhost:5050/acme/app:1.2'],
    ['crictl', 'crictl pull localhost:5050/acme/app:1.2'],
    ['skopeo', 'skopeo copy --src-tls-verify=false docker://localhost:5050/acme/app:1.2 oci:app'],
    ['crane', 'crane pull --insecure localhost:5050/acme/app:1.2 app.tar'],
  ])('%s', (client, command) => {
    const reference = toReference('localhost:5050/acme/app', image, 'tag')
    expect(toPullCommand(client, reference, { plainHttp: true })).toBe(command)
  })
})

test('every client has a command for every form of reference, on one line', () => {
  for (const client of PULL_CLIENTS) {
    for (const form of REFERENCE_FORMS) {
      const command = toPullCommand(client, toReference('r.example/a/b/c', image, form), { plainHttp: false })
      expect(command).toMatch(/^[\x21-\x7e]+(?: [\x21-\x7e]+)+$/)
      expect(command.includes(digest)).toBe(form !== 'tag')
    }
  }
})

test('a tag and a digest stand together, except for skopeo, which refuses that', () => {
  const reference = toReference('r.example/acme/app', image, 'tag-and-digest')
  expect(toPullCommand('docker', reference, { plainHttp: false })).toBe(
    `docker pull r.example/acme/app:1.2@${digest}`,
  )
  expect(toPullCommand('skopeo', reference, { plainHttp: false })).toBe(
    `skopeo copy docker://r.example/acme/app@${digest} oci:app`,
  )
})

test.each([
  ['localhost', true],
  ['localhost:5050', true],
  ['127.0.0.1:5050', true],
  ['[::1]:5050', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['public.ecr.aws', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected)
})
