import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCatalogSources, usesEmbeddedRegistry } from './catalog-sources.ts'
import { readConfig } from './config.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(content: unknown) {
  const file = join(folder, 'sources.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readCatalogSources(readConfig({ CATALOG_SOURCES_FILE: file }))
}

describe('without a file there is the one source of ECR_PUBLIC_ENDPOINT', () => {
  test.each([
    [{}, 'embedded'],
    [{ ECR_PUBLIC_ENDPOINT: 'aws' }, 'aws'],
    [{ ECR_PUBLIC_ENDPOINT: 'https://api.example.com:8443/' }, 'api.example.com:8443'],
  ])('%j', (variables, name) => {
    const sources = readCatalogSources(readConfig(variables))
    expect(sources).toMatchObject([{ name, profile: null, role: null, region: 'us-east-1' }])
    expect(usesEmbeddedRegistry(readConfig(variables))).toBe(name === 'embedded')
  })
})

test('a file names several endpoints and accounts, in their order', () => {
  const roleArn = 'arn:aws:iam::123456789012:role/gallery/reader'
  const sources = read([
    { name: 'own', endpoint: 'embedded' },
    { name: 'team', endpoint: 'aws', profile: 'team' },
    { name: 'partner', endpoint: 'aws', roleArn, externalId: 'g-42' },
    { name: 'other', endpoint: 'https://ecr.example.com', region: 'eu-west-1' },
  ])
  expect(sources.map(({ name, endpoint }) => [name, endpoint.kind])).toEqual([
    ['own', 'embedded'],
    ['team', 'aws'],
    ['partner', 'aws'],
    ['other', 'endpoint'],
  ])
  expect(sources[1]).toMatchObject({ profile: 'team', role: null, region: 'us-east-1' })
  expect(sources[2]?.role).toEqual({ arn: roleArn, externalId: 'g-42', stsEndpoint: null })
  expect(sources[3]?.region).toBe('eu-west-1')
})

test.each([
  ['{', /cannot be read as JSON/],
  [[], /at least one source/],
  [{ name: 'x' }, /expected array/],
  [[{ name: 'A b', endpoint: 'aws' }], /source 1, name: must be of 1 to 40 characters/],
  [[{ name: 'a', endpoint: 'ftp://x' }], /source 1, endpoint: must be 'embedded', 'aws' or an http\(s\) URL/],
  [[{ name: 'a', endpoint: 'aws', roleArn: 'gallery' }], /source 1, roleArn: must be the ARN/],
  [[{ name: 'a', endpoint: 'aws', externalId: 'g-42' }], /source 1, externalId: goes with roleArn/],
  [[{ name: 'a', endpoint: 'aws', rolearn: 'x' }], /source 1: Unrecognized key: "rolearn"/],
  [[{ name: 'a', endpoint: 'embedded', profile: 'x' }], /source 1, profile: must be left out/],
  [
    [
      { name: 'a', endpoint: 'aws' },
      { name: 'a', endpoint: 'aws', profile: 'x' },
    ],
    /source 2, name: 'a' is the name of another source/,
  ],
  [
    [
      { name: 'a', endpoint: 'embedded' },
      { name: 'b', endpoint: 'embedded' },
    ],
    /source 2, endpoint: there is one embedded registry only/,
  ],
])('a file that cannot be used says what is wrong and where: %j', (content, message) => {
  expect(() => read(content)).toThrow(message)
})

test('one of the two variables is enough', () => {
  const both = { ECR_PUBLIC_ENDPOINT: 'aws', CATALOG_SOURCES_FILE: 'sources.json' }
  expect(() => readConfig(both)).toThrow(/set one of them/)
})

test('a file that is not there is named', () => {
  const config = readConfig({ CATALOG_SOURCES_FILE: join(folder, 'nowhere.json') })
  expect(() => readCatalogSources(config)).toThrow(/nowhere\.json cannot be read/)
})
