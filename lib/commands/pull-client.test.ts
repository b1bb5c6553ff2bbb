/** Guards that nobody is offered a client that cannot pull what is there. */
import { describe, expect, test } from 'vitest'
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'
import { isPullFile, listPullClients, toPullClient, toPullGroup } from './pull-client.ts'

test.each([
  ['image', 'image'],
  ['chart', 'chart'],
  ['flux', 'flux'],
  ['apptainer-image', 'apptainer-image'],
  ['signature', 'artifact'],
  ['attestation', 'artifact'],
  ['sbom', 'artifact'],
  ['model', 'artifact'],
  ['wasm', 'artifact'],
  ['build-cache', 'nothing'],
  ['referrers', 'nothing'],
] as const)('of a %s the clients are those of %s', (kind, group) => {
  expect(toPullGroup(kind)).toBe(group)
})

describe('what is offered', () => {
  test('helm for charts alone, and first', () => {
    expect(listPullClients('chart')[0]).toBe('helm')
    expect(listPullClients('image')).not.toContain('helm')
    expect(listPullClients('artifact')).not.toContain('helm')
  })

  test('docker first for images, and files after the commands', () => {
    expect(listPullClients('image')).toEqual([
      'docker',
      'podman',
      'nerdctl',
      'finch',
      'ctr',
      'crictl',
      'skopeo',
      'crane',
      'oras',
      'regctl',
      'dockerfile',
      'compose',
      'kubernetes',
      'github-actions',
    ])
  })

  test('no container engine and no file for what is no image', () => {
    const engines = ['docker', 'podman', 'nerdctl', 'finch', 'ctr', 'crictl', 'crane']
    for (const kind of ARTIFACT_KINDS.filter((one) => one !== 'image')) {
      for (const client of listPullClients(kind)) {
        expect(engines).not.toContain(client)
        expect(isPullFile(client)).toBe(false)
      }
    }
  })
})

test('a remembered name counts only where that client can pull', () => {
  expect(toPullClient('podman', 'image')).toBe('podman')
  expect(toPullClient('podman', 'chart')).toBe('helm')
  expect(toPullClient('helm', 'image')).toBe('docker')
  expect(toPullClient('constructor', 'image')).toBe('docker')
  expect(toPullClient(null, 'artifact')).toBe('oras')
  expect(toPullClient('docker', 'build-cache')).toBeNull()
})
