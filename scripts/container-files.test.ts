/** What the files for a container say of the project is true of it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { readStopMs } from '#lib/config/read-stop-ms.ts'
import { projectRoot } from './project-root.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const dockerfile = read('Dockerfile')
const compose = read('compose.yaml')
const config = readConfig({})

test('programs that the image starts are there', () => {
  const scripts = [...dockerfile.matchAll(/"(scripts\/[\w.-]+)"/g)].map(([, path]) => path ?? '')
  expect(scripts).toEqual(['scripts/check-health.ts', 'scripts/start.ts'])
  for (const path of scripts) expect(existsSync(join(projectRoot, path)), path).toBe(true)
})

test('ports are those on which the programs listen', () => {
  const { galleryPort, registryPort } = config
  expect(dockerfile).toContain(`EXPOSE ${galleryPort} ${registryPort}\n`)
  expect([...compose.matchAll(/:-(\d+)\}:(\d+)["']/g)].map(([, outer, inner]) => [outer, inner])).toEqual([
    [String(galleryPort), String(galleryPort)],
    [String(registryPort), String(registryPort)],
  ])
})

test('a stop waits for what runs', () => {
  const [, seconds = 0] = /stop_grace_period: (\d+)s/.exec(compose) ?? []
  expect(Number(seconds) * 1000).toBeGreaterThan(readStopMs())
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
  expect(compose).toContain('read_only: true')
})

function canCompose(): boolean {
  try {
    execFileSync('docker-compose', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!canCompose())('Compose takes the file', { timeout: 60_000 }, () => {
  const seen = execFileSync('docker-compose', ['-f', 'compose.yaml', 'config'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  expect(seen).toContain('image: public-gallery')
})
