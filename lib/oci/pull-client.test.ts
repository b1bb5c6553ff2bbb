/** Guards that nobody is offered a client that cannot pull what is there. */
import { describe, expect, test } from 'vitest'
import { isPullFile, listPullClients, toPullClient, toPulledKind } from './pull-client.ts'

test.each([
  [null, 'image'],
  ['', 'image'],
  ['application/vnd.oci.image.config.v1+json', 'image'],
  ['application/vnd.docker.container.image.v1+json', 'image'],
  ['application/vnd.cncf.helm.config.v1+json', 'chart'],
  ['application/vnd.example.helm', 'artifact'],
  ['application/spdx+json', 'artifact'],
] as const)('a config of %s is of an %s', (mediaType, kind) => {
  expect(toPulledKind(mediaType)).toBe(kind)
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

  test('no container engine and no file for a chart or an artifact', () => {
    const engines = ['docker', 'podman', 'nerdctl', 'finch', 'ctr', 'crictl', 'crane']
    for (const client of [...listPullClients('chart'), ...listPullClients('artifact')]) {
      expect(engines).not.toContain(client)
      expect(isPullFile(client)).toBe(false)
    }
  })
})

test('a remembered name counts only where that client can pull', () => {
  expect(toPullClient('podman', 'image')).toBe('podman')
  expect(toPullClient('podman', 'chart')).toBe('helm')
  expect(toPullClient('helm', 'image')).toBe('docker')
  expect(toPullClient('constructor', 'image')).toBe('docker')
  expect(toPullClient(null, 'artifact')).toBe('oras')
})
