/** These lines go into files as they stand: their indentation and their quotes are part of what they mean. */
import { describe, expect, test } from 'vitest'
import type { PullFile } from './pull-client.ts'
import { toPullFileText } from './pull-file.ts'
import { REFERENCE_FORMS, toReference, toReferenceText } from './pull-reference.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const toPlatform = (os: string, architecture: string, variant: string | null = null) => ({
  os,
  architecture,
  variant,
  digest: `sha256:${'cd'.repeat(32)}`,
})
const byTag = (name: string) => ({ name, tag: '1.2', digest: null })
const app = byTag('registry.example/acme/app')

describe('by tag', () => {
  test.each<[PullFile, string]>([
    ['dockerfile', 'FROM registry.example/acme/app:1.2'],
    [
      'compose',
      `services:
  app:
    image: registry.example/acme/app:1.2`,
    ],
    [
      'kubernetes',
      `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: registry.example/acme/app:1.2`,
    ],
    [
      'github-actions',
      `jobs:
  app:
    runs-on: ubuntu-latest
    container:
      image: registry.example/acme/app:1.2
    steps:
      - run: uname -a`,
    ],
  ])('%s', (file, text) => expect(toPullFileText(file, app, null)).toBe(text))
})

test.each(REFERENCE_FORMS)('by %s, as one word', (form) => {
  const reference = toReference('localhost:5050/acme/app', { tag: '1.2', digest }, form)
  const text = toReferenceText(reference)
  expect(toPullFileText('dockerfile', reference, null)).toBe(`FROM ${text}`)
  expect(toPullFileText('compose', reference, null)).toContain(`    image: ${text}`)
  expect(toPullFileText('kubernetes', reference, null)).toContain(`      image: ${text}`)
  expect(toPullFileText('github-actions', reference, null)).toContain(`      image: ${text}\n`)
})

describe('for one platform', () => {
  const armV7 = toPlatform('linux', 'arm', 'v7')

  test.each<[PullFile, string]>([
    ['dockerfile', 'FROM --platform=linux/arm/v7 registry.example/acme/app:1.2'],
    [
      'compose',
      `services:
  app:
    image: registry.example/acme/app:1.2
    platform: linux/arm/v7`,
    ],
    [
      'kubernetes',
      `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: registry.example/acme/app:1.2
  nodeSelector:
    kubernetes.io/os: linux
    kubernetes.io/arch: arm`,
    ],
    // There is no runner for it on which a job in a container could run.
    [
      'github-actions',
      `jobs:
  app:
    runs-on: ubuntu-latest
    steps:
      - run: docker pull --platform linux/arm/v7 registry.example/acme/app:1.2`,
    ],
  ])('%s', (file, text) => expect(toPullFileText(file, app, armV7)).toBe(text))

  test('a job in a container runs where its platform is native', () => {
    expect(toPullFileText('github-actions', app, toPlatform('linux', 'amd64'))).toBe(
      toPullFileText('github-actions', app, null),
    )
    expect(toPullFileText('github-actions', app, toPlatform('linux', 'arm64', 'v8'))).toContain(
      '    runs-on: ubuntu-24.04-arm\n    container:\n',
    )
    expect(toPullFileText('github-actions', app, toPlatform('windows', 'amd64'))).toContain(
      '    runs-on: windows-latest\n    steps:\n      - run: docker pull --platform windows/amd64 ',
    )
  })
})

describe('names', () => {
  test.each([
    ['r.example/acme/My_App.Server', 'my-app-server'],
    ['r.example/acme/windows/msi-pack', 'msi-pack'],
    ['r.example/acme/2048', '"2048"'],
    ['r.example/acme/1e3', '"1e3"'],
    ['r.example/acme/on', '"on"'],
    ['r.example/acme/null', '"null"'],
    [`r.example/acme/${'x'.repeat(62)}-y`, 'x'.repeat(62)],
    ['r.example/acme/___', 'image'],
  ])('%s makes the service, the container and the job %s', (path, name) => {
    expect(toPullFileText('compose', byTag(path), null)).toContain(`  ${name}:\n`)
    expect(toPullFileText('kubernetes', byTag(path), null)).toContain(`- name: ${name}\n`)
    expect(toPullFileText('github-actions', byTag(path), null)).toContain(`  ${name}:\n`)
  })

  test('an address that YAML would read as a list is a string', () => {
    expect(toPullFileText('compose', byTag('[::1]:5050/acme/app'), null)).toContain(
      'image: "[::1]:5050/acme/app:1.2"',
    )
    expect(toPullFileText('compose', byTag('127.0.0.1:5050/acme/app'), null)).toContain(
      'image: "127.0.0.1:5050/acme/app:1.2"',
    )
  })
})
