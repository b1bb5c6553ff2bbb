import { expect, test } from 'vitest'
import { readCatalogSources } from '#lib/config/catalog-sources.ts'
import { type Config, readConfig } from '#lib/config/config.ts'
import { toRegistryAddress } from './registry-instance.ts'

function toAddress(uri: string, config: Config) {
  const [source] = readCatalogSources(config)
  return toRegistryAddress(uri, source?.endpoint ?? { kind: 'aws' }, config)
}

test.each([
  ['embedded', { REGISTRY_PORT: '5051', REGISTRY_HOST: 'images.example' }, 'http://127.0.0.1:5051'],
  ['AWS', { ECR_PUBLIC_ENDPOINT: 'aws' }, 'https://public.ecr.aws'],
  ['an endpoint', { ECR_PUBLIC_ENDPOINT: 'https://api.example' }, 'https://images.example'],
])('images of %s are pulled from where they are', (_, variables, baseUrl) => {
  expect(toAddress('images.example/acme/web', readConfig(variables)).baseUrl).toBe(baseUrl)
})

test('an endpoint on this machine speaks HTTP', () => {
  const config = readConfig({ ECR_PUBLIC_ENDPOINT: 'http://127.0.0.1:5252' })
  expect(toAddress('localhost:5252/acme/web', config).baseUrl).toBe('http://localhost:5252')
})

test('the embedded registry may speak of itself by its public name', () => {
  const config = readConfig({ REGISTRY_HOST: 'images.example', REGISTRY_URL: 'https://images.example' })
  expect(toAddress('images.example/acme/web', config).otherHosts).toContain('images.example')
})
