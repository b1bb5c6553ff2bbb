/** What the files for a container say of the project is true of it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '#lib/config/config.ts'
import { readStopMs } from '#lib/config/read-stop-ms.ts'
import { toClusterGalleryEnvironment, toRegistryEnvironment } from '#testing/cluster/cluster-parts.ts'
import { projectRoot } from './project-root.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const dockerfile = read('Dockerfile')
const compose = read('compose.yaml')
const config = readConfig({})

/** What these tests look at. */
const service = z.object({
  image: z.string(),
  profiles: z.array(z.string()),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  extra_hosts: z.array(z.string()).optional(),
  networks: z.object({ default: z.object({ ipv4_address: z.string() }) }).optional(),
  stop_grace_period: z.string().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
})
const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(compose, { merge: true }))
const listServices = (profile: string) =>
  Object.entries(services).filter(([, { profiles }]) => profiles.includes(profile))

test('programs that the image starts are there', () => {
  const scripts = [...dockerfile.matchAll(/"(scripts\/[\w.-]+)"/g)].map(([, path]) => path ?? '')
  expect(scripts).toEqual(['scripts/check-health.ts', 'scripts/start.ts'])
  for (const { command, image } of Object.values(services)) {
    if (image === 'public-gallery' && command?.[0] !== undefined) scripts.push(command[0])
  }
  for (const path of scripts) expect(existsSync(join(projectRoot, path)), path).toBe(true)
})

test('ports are those on which the programs listen', () => {
  const { galleryPort, registryPort } = config
  const both = [
    `\${GALLERY_PORT:-${galleryPort}}:${galleryPort}`,
    `\${REGISTRY_PORT:-${registryPort}}:${registryPort}`,
  ]
  expect(dockerfile).toContain(`EXPOSE ${galleryPort} ${registryPort}\n`)
  for (const profile of ['small', 'cluster']) {
    const published = listServices(profile).flatMap(([, { ports = [] }]) => ports)
    expect(published, profile).toEqual(both)
  }
})

test('profiles share nothing, and each is whole', () => {
  expect(listServices('small').map(([name]) => name)).toEqual(['gallery'])
  expect(listServices('cluster').map(([name]) => name)).toEqual([
    ...['postgres', 'store', 'bucket', 'registry-1', 'registry-2', 'nginx', 'gallery-1', 'gallery-2'],
  ])
  expect(Object.values(services).filter(({ profiles }) => profiles.length !== 1)).toEqual([])
})

test('the parts of a cluster are told the same as containers and as processes', () => {
  const place = {
    folder: '/cluster',
    galleryPort: 3000,
    registryPort: 5050,
    postgresPort: 1,
    registryPorts: [2],
    galleryPorts: [3],
    environment: {},
    blobStore: { BLOB_STORE: '', BLOB_S3_ENDPOINT: '', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
    isBuilt: true,
  }
  const toNames = (environment: Record<string, unknown>) => new Set(Object.keys(environment))
  // DATA_DIR is said by the image, and whether there is a demo by the person.
  const asProcess = { ...toRegistryEnvironment(place, ''), DEMO: '' }
  for (const name of ['registry-1', 'registry-2']) {
    expect(toNames({ ...services[name]?.environment, DATA_DIR: '' })).toEqual(toNames(asProcess))
  }
  for (const name of ['gallery-1', 'gallery-2']) {
    expect(toNames(services[name]?.environment ?? {})).toEqual(toNames(toClusterGalleryEnvironment(place)))
  }
})

test('nginx is told of every registry and gallery, by an address that it keeps', () => {
  const conf = read('deploy/nginx/cluster.conf')
  const named = new Set([...conf.matchAll(/server ((?:registry|gallery)-\d):/g)].map(([, name]) => name))
  const fixed = listServices('cluster').flatMap(([name, { networks }]) =>
    networks === undefined ? [] : [`${name}:${networks.default.ipv4_address}`],
  )
  expect(new Set(fixed.map((one) => one.split(':')[0]))).toEqual(named)
  expect(services.nginx?.extra_hosts).toEqual(fixed)
})

test('a stop waits for what runs', () => {
  const ours = Object.entries(services).filter(([, { image }]) => image === 'public-gallery')
  expect(ours.map(([name]) => name)).toEqual([
    'gallery',
    'bucket',
    'registry-1',
    'registry-2',
    'gallery-1',
    'gallery-2',
  ])
  for (const [name, { stop_grace_period: period }] of ours) {
    expect(Number(period?.replace('s', '')) * 1000, name).toBeGreaterThan(readStopMs())
  }
})

test('neither keys nor data come into the image', () => {
  const left = new Set(read('.dockerignore').split('\n'))
  for (const path of ['.git', 'data', 'node_modules']) expect(left).toContain(path)
  // All that the repository itself leaves out stays out of the image.
  for (const line of read('.gitignore').split('\n').filter(Boolean)) {
    expect(left, line).toContain(line.replace(/^\/|\/$/g, '').replace('.DS_Store', 'data'))
  }
})

test('nothing in the image is written to but its data', () => {
  expect(dockerfile).toContain('DATA_DIR=/data')
  expect(dockerfile).toMatch(/^USER 1000:1000$/m)
  for (const [name, service] of Object.entries(services)) {
    if (service.image === 'public-gallery')
      expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
  }
})

function canCompose(): boolean {
  try {
    execFileSync('docker-compose', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!canCompose()).each(['small', 'cluster'])(
  'Compose takes the profile %s',
  { timeout: 60_000 },
  (profile) => {
    const seen = execFileSync('docker-compose', ['--profile', profile, '-f', 'compose.yaml', 'config'], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    expect(seen).toContain('image: public-gallery')
  },
)
