/** Guards `npm run cluster`: all parts answer, one that ends is started again, and a stop leaves nothing running and everything on the disk. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms, findProgramsBuildReason } from '../scripts/build-programs.ts'
import { findDebianProgram } from '../scripts/debian-programs.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'

/** The last one of the start. */
const readyLine = 'End a process to see it come back.'

let folder: string
let cluster: Program | undefined
let lines: string[]
let ports: { gallery: number; registry: number; inner: number }

const output = () => lines.join('\n')

function start(...more: string[]): Program {
  lines = []
  cluster = startProgram({
    name: 'cluster',
    command: [
      'testing/cluster/cluster.ts',
      ...['--registries', '2', '--galleries', '1', '--folder', join(folder, 'state')],
      ...['--gallery-port', String(ports.gallery), '--registry-port', String(ports.registry)],
      ...['--inner-port', String(ports.inner), ...more],
    ],
    environment: { DEMO: '0', LOG_LEVEL: 'info' },
    onLine: (line) => lines.push(line),
  })
  return cluster
}

const waitFor = (text: string) => expect.poll(output, { timeout: 200_000, interval: 50 }).toContain(text)

/** Of a part, as it was told at the start. */
const readPid = (name: string) => Number(new RegExp(`${name} \\((\\d+)\\)`).exec(output())?.[1])

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function readStatuses(): Promise<number[]> {
  const urls = [`http://127.0.0.1:${ports.gallery}/`, `http://127.0.0.1:${ports.registry}/livez`]
  return Promise.all(urls.map(async (url) => (await fetch(url)).status))
}

if (findDebianProgram('nginx') === null) test.skip('skipped, because nginx is not here')

beforeAll(async () => {
  if (findProgramsBuildReason() !== null) await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
}, 600_000)
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'run-cluster-'))
  // As root, PostgreSQL runs as somebody else and has to get there.
  chmodSync(folder, 0o711)
  ports = { gallery: await findFreePort(), registry: await findFreePort(), inner: await findFreePort() }
})
afterEach(async () => {
  await cluster?.stop(40_000)
  rmSync(folder, { recursive: true, force: true })
})

test.runIf(findDebianProgram('nginx'))(
  'all parts answer, each comes back, and a stop ends them in order',
  async () => {
    const first = start()
    await waitFor(readyLine)
    expect(await readStatuses()).toEqual([200, 200])
    const names = ['PostgreSQL', 'registry-1', 'registry-2', 'nginx', 'gallery-1']
    const pids = names.map(readPid)
    expect(pids.filter((pid) => !isRunning(pid))).toEqual([])

    for (const name of ['registry-1', 'nginx']) {
      process.kill(readPid(name), 'SIGKILL')
      await waitFor(`The ${name} is back after`)
    }
    expect(await readStatuses()).toEqual([200, 200])

    first.signal('SIGTERM')
    expect((await first.ended).exitCode).toBe(0)
    expect(output()).toContain('Everything has ended.')
    expect(pids.filter(isRunning)).toEqual([])

    // What was there is there again.
    const again = start()
    await waitFor(readyLine)
    expect(output()).not.toContain('new access keys')
    again.signal('SIGTERM')
    await again.ended
  },
  600_000,
)

test('a port that is taken is told, with the flag that changes it, and nothing starts', async () => {
  ports.registry = ports.gallery
  const holder = createServer().listen(ports.gallery, '127.0.0.1')
  const { exitCode } = await start().ended
  holder.close()
  expect(exitCode).toBe(1)
  expect(output()).toContain(`Port ${ports.gallery} on 127.0.0.1 is in use. Choose another one: --`)
  expect(existsSync(join(folder, 'state'))).toBe(false)
})
