/** Guards that `npm run cluster` brings all its parts up, says what keeps it from that, and that none of them outlives it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { buildGallery, findBuildReason } from '../../scripts/build-gallery.ts'
import { type Program, startProgram } from '../../scripts/start-program.ts'

interface RunningCommand {
  program: Program
  output(): string
  /** Resolves once the output has it. */
  waitFor(text: string): Promise<void>
  url(part: 'gallery' | 'registry'): string
  /** Of PostgreSQL, the registry and the gallery, in this order. */
  innerPorts: readonly number[]
}

const folders: string[] = []
const running: Program[] = []

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
}, 300_000)

afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop(60_000)))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('every part answers, and all of them end with it', async () => {
  const cluster = await runCluster()
  await cluster.waitFor('Ctrl-C or SIGTERM stops all of it')
  expect(cluster.output()).toContain('credentials (profile admin)')
  for (const url of [
    `${cluster.url('gallery')}/api/health`,
    `${cluster.url('registry')}/readyz`,
    ...cluster.innerPorts.slice(1).map((port) => `http://127.0.0.1:${port}/readyz`),
  ]) {
    expect((await fetch(url)).status, url).toBe(200)
  }
  cluster.program.signal('SIGTERM')
  expect(await cluster.program.ended).toMatchObject({ exitCode: 0 })
  expect(cluster.output()).toContain('Everything has ended.')
  await expectAllGone(cluster)
}, 180_000)

test('a start that is stopped half-way ends, and leaves nothing behind', async () => {
  const cluster = await runCluster()
  await cluster.waitFor('Starting registry-1')
  cluster.program.signal('SIGINT')
  expect(await cluster.program.ended).toMatchObject({ exitCode: 0 })
  expect(cluster.output()).not.toContain('Starting nginx')
  await expectAllGone(cluster)
}, 60_000)

test('a part that ends before it answers is said, and ends the start', async () => {
  // A file, where the registry wants its folder.
  const cluster = await runCluster({ prepare: (folder) => writeFileSync(join(folder, 'registry'), '') })
  expect(await cluster.program.ended).toMatchObject({ exitCode: 1 })
  expect(cluster.output()).toContain('PostgreSQL: ready')
  expect(cluster.output()).toMatch(
    /^The registry-1 has ended by itself .*; its last lines say why\. Stopping\.$/m,
  )
  await expectAllGone(cluster)
}, 60_000)

test('a port that nothing of the cluster could ask is refused before anything starts', async () => {
  const cluster = await runCluster({ flags: ['--inner-port', '5060'] })
  expect(await cluster.program.ended).toMatchObject({ exitCode: 1 })
  expect(cluster.output()).toContain(
    'Port 5060 is one that browsers refuse to connect to. Choose another one: --inner-port',
  )
  expect(cluster.output()).not.toContain('Starting')
}, 60_000)

async function runCluster({
  prepare = () => {},
  flags = [],
}: {
  /** Is given the cluster's folder before anything starts. */
  prepare?: (folder: string) => void
  flags?: readonly string[]
} = {}): Promise<RunningCommand> {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'))
  folders.push(folder)
  // As root, PostgreSQL runs as somebody else and has to get there.
  chmodSync(folder, 0o711)
  prepare(folder)
  const [gallery, registry, inner] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const ports = { gallery, registry }
  const place = {
    registries: 1,
    galleries: 1,
    'gallery-port': gallery,
    'registry-port': registry,
    'inner-port': inner,
    folder,
  }
  const lines: string[] = []
  const program = startProgram({
    name: 'cluster',
    command: [
      'testing/cluster/cluster.ts',
      ...Object.entries(place).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ...flags,
    ],
    environment: { DEMO: '0' },
    onLine: (line) => lines.push(line),
  })
  running.push(program)
  const output = () => lines.join('\n')
  return {
    program,
    output,
    async waitFor(text) {
      await vi.waitFor(() => expect(output()).toContain(text), { timeout: 120_000, interval: 20 })
    },
    url: (part) => `http://127.0.0.1:${ports[part]}`,
    innerPorts: [inner, inner + 1, inner + 2],
  }
}

async function expectAllGone({ url, innerPorts }: RunningCommand): Promise<void> {
  const urls = [url('gallery'), url('registry'), ...innerPorts.map((port) => `http://127.0.0.1:${port}`)]
  for (const each of urls) {
    await expect(fetch(each), each).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  }
}
