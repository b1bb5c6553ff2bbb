/** The registry program itself: how it starts, how it says that it cannot, and how it stops. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DescribeRegistriesCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'

let parent: string
let dataDir: string
const running: RegistryProcess[] = []

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'registry-main-'))
  dataDir = join(parent, 'data')
})
afterEach(async () => {
  for (const registry of running.splice(0)) {
    registry.process.kill('SIGKILL')
    await registry.ended
  }
  rmSync(parent, { recursive: true })
})

function start(environment: Record<string, string> = {}): RegistryProcess {
  const registry = startRegistry(dataDir, environment)
  running.push(registry)
  return registry
}

test('a first start makes credentials that work and that only the owner may read', async () => {
  const registry = start()
  const endpoint = await registry.url
  const filepath = join(dataDir, 'credentials')
  expect(statSync(filepath).mode & 0o777).toBe(0o600)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  for (const profile of ['admin', 'gallery']) {
    const credentials = fromIni({ profile, filepath, ignoreCache: true })
    const client = new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials })
    const { registries } = await client.send(new DescribeRegistriesCommand({}))
    expect(registries).toHaveLength(1)
    client.destroy()
  }
  const secret = /aws_secret_access_key = (\S+)/.exec(readFileSync(filepath, 'utf8'))?.[1] ?? ''
  expect(registry.lines.join('\n')).not.toContain(secret)
})

test('a second start on the same DATA_DIR says who holds it, and ends with 1', async () => {
  const first = start()
  await first.url
  const second = start()
  expect(await second.ended).toBe(1)
  expect(second.lines).toHaveLength(1)
  expect(second.lines[0]).toMatch(
    new RegExp(
      `in use by process ${first.process.pid} on .+, since \\d{4}-\\d\\d-\\d\\dT.+ Stop that process`,
    ),
  )
  const health = await fetch(`${await first.url}/healthz`)
  expect(await health.json()).toMatchObject({ status: 'ok' })
})

test('the lock of a killed registry blocks nobody', async () => {
  const first = start()
  await first.url
  first.process.kill('SIGKILL')
  expect(await first.ended).toBe('SIGKILL')
  await start().url
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s lets a request in flight finish, then ends with 0',
  async (signal) => {
    const registry = start()
    const url = await registry.url
    const poll = fetch(`${url}/gallery/changes?since=1&wait=30`)
    await sleep(100)
    registry.process.kill(signal)
    const response = await poll
    expect(await response.json()).toMatchObject({ sequence: 1, changes: [] })
    expect(await registry.ended).toBe(0)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  },
)

test('a port in use, a DATA_DIR that cannot be one and a wrong variable are each told in plain lines', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  await expectRefusal({ REGISTRY_PORT: port }, [
    expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`),
  ])
  other.close()

  writeFileSync(join(parent, 'file'), '')
  await expectRefusal({ DATA_DIR: join(parent, 'file') }, [
    expect.stringMatching(/cannot be opened \(.+\)\. /),
  ])

  await expectRefusal({ REGISTRY_PROT: '5051' }, [
    'The configuration cannot be used:',
    expect.stringContaining('Did you mean REGISTRY_PORT?'),
  ])

  await expectRefusal({ REGISTRY_PORT: 'http' }, [
    'The configuration cannot be used:',
    expect.stringContaining('REGISTRY_PORT'),
  ])
})

test('a DATA_DIR that does not answer is told within five seconds', async () => {
  // Whoever opens it waits for somebody who writes, as for a server that has gone.
  execFileSync('mkfifo', [dataDir])
  const registry = start()
  await expect.poll(() => registry.lines.join('\n'), { timeout: 20_000 }).toContain('does not answer')
  expect(registry.lines).toEqual([expect.stringContaining(`DATA_DIR ${dataDir} does not answer`)])
  expect(await registry.ended).toBe('SIGKILL')
})

async function expectRefusal(environment: Record<string, string>, lines: unknown[]): Promise<void> {
  const registry = start(environment)
  expect(await registry.ended).toBe(1)
  // New keys may have been made before the refusal; what matters is said without a stack.
  expect(registry.lines.filter((line) => !line.startsWith('{'))).toEqual(lines)
}

test.skipIf(!existsSync('/dev/full'))(
  'a log that cannot be written, as on a full disk, keeps no registry from its work',
  async () => {
    const port = await findFreePort()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, ['registry/main.ts'], {
      env: childEnvironment({
        DATA_DIR: dataDir,
        REGISTRY_PORT: String(port),
        DEMO: '0',
        LOG_LEVEL: 'debug',
      }),
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    try {
      const ask = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status
      await vi.waitFor(async () => expect(await ask()).toBe(200), { timeout: 30_000, interval: 100 })
      for (let turn = 0; turn < 20; turn += 1) expect(await ask()).toBe(200)
    } finally {
      child.kill('SIGTERM')
    }
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
  },
)

test('an address that other machines reach comes with a warning', async () => {
  const registry = start({ HOST: '0.0.0.0' })
  expect(await registry.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
  await expect.poll(() => registry.lines.join('\n')).toContain('put TLS in front of the registry')
})
