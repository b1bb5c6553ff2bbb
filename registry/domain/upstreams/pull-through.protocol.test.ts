/** Images of other registries, pulled through this one by clients as people have them; upstreams and registry are the real programs. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  DescribeRegistriesCommand,
  ECRPUBLICClient,
} from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { createPusher, type Pusher } from '#testing/create-pusher.ts'
import { type EngineDaemons, startEngineDaemons } from '#testing/engine-daemons.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'
import { type DockerRegistry, startDockerRegistry } from '#testing/start-docker-registry.ts'
import { findCommand } from '../../../scripts/find-command.ts'
import { findNewerTool } from '../../../scripts/newer-debian-tools.ts'

const execute = promisify(execFile)

let folder: string
let upstream: RunningRegistry
/** Debian's, which is not ours in any line. */
let plain: DockerRegistry
let registry: RunningRegistry
let pusher: Pusher
/** Of the first upstream, as there. */
let name: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pull-through-'))
  ;[upstream, plain] = await Promise.all([runRegistry(), startDockerRegistry()])
  const admin = new ECRPUBLICClient({
    endpoint: upstream.endpoint,
    region: 'us-east-1',
    credentials: readProfile(upstream.dataDir, 'admin'),
  })
  await admin.send(new CreateRepositoryCommand({ repositoryName: 'library/redis' }))
  const { registries } = await admin.send(new DescribeRegistriesCommand({}))
  const alias = registries?.[0]?.aliases?.[0]?.name
  name = `${alias}/library/redis`
  pusher = await createPusher(admin, { registryUrl: upstream.endpoint, name })
  const file = join(folder, 'upstreams.json')
  const shared = { private: true, plainHttp: true, freshSeconds: 0 }
  const entries = [
    {
      ...shared,
      host: new URL(upstream.endpoint).host,
      namespace: 'mirror',
      repositories: [`${alias}/library/*`],
    },
    { ...shared, host: plain.host, namespace: 'plain', repositories: ['team/*'] },
  ]
  writeFileSync(file, JSON.stringify(entries))
  registry = await runRegistry(undefined, { UPSTREAMS_FILE: file })
}, 120_000)

afterAll(async () => {
  await registry?.remove()
  await upstream?.remove()
  await plain?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const toHost = () => new URL(registry.endpoint).host

async function run(command: string, ...args: string[]): Promise<string> {
  const env = childEnvironment({ HOME: folder, DOCKER_CONFIG: join(folder, 'docker') })
  return (await execute(command, args, { cwd: folder, env, timeout: 100_000 })).stdout
}

/** The operator's command, on the registry that runs. */
const operate = async (...args: string[]) => {
  const env = childEnvironment(registry.forCommands)
  const cli = join(import.meta.dirname, '..', '..', 'cli.ts')
  return (await execute(process.execPath, [cli, ...args], { env, timeout: 60_000 })).stdout
}

describe.runIf(findCommand('skopeo'))('skopeo', () => {
  test.each([
    ['another registry of ours', () => `mirror/${name}:7`, async () => (await pusher.pushImage('7')).digest],
    ['docker-registry', () => 'plain/team/app:1.0', () => plain.push('team/app', '1.0')],
  ])('copies, inspects and lists an image of %s', async (_, toPath, push) => {
    const digest = await push()
    const source = `docker://${toHost()}/${toPath()}`
    await run(
      'skopeo',
      'copy',
      '--src-tls-verify=false',
      source,
      `dir:${mkdtempSync(join(folder, 'copied-'))}`,
    )
    const inspected = await run('skopeo', 'inspect', '--tls-verify=false', source)
    expect(JSON.parse(inspected)).toMatchObject({ Digest: digest })
    const listed = await run('skopeo', 'list-tags', '--tls-verify=false', source.replace(/:[^:/]+$/, ''))
    expect(JSON.parse(listed).Tags).toEqual([toPath().split(':')[1]])
  })

  test('an image of docker-registry is copied while that is away', async () => {
    await plain.push('team/kept', '1.0')
    const source = `docker://${toHost()}/plain/team/kept:1.0`
    const copy = () =>
      run('skopeo', 'copy', '--src-tls-verify=false', source, `dir:${mkdtempSync(join(folder, 'away-'))}`)
    await copy()
    await plain.stop()
    await copy()
    await plain.start()
  })

  test('pushes nothing into the namespace', async () => {
    await plain.push('team/app', '2.0')
    const copy = run(
      'skopeo',
      'copy',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      `docker://${plain.host}/team/app:2.0`,
      `docker://AWS:word@${toHost()}/plain/team/app:3.0`,
    )
    await expect(copy).rejects.toThrow()
  })
})

test.runIf(findNewerTool('crane'))('crane pulls by digest and lists', async () => {
  const crane = findNewerTool('crane') ?? 'crane'
  const digest = await plain.push('team/crane', '1.0')
  const reference = `${toHost()}/plain/team/crane`
  expect((await run(crane, 'digest', '--insecure', `${reference}:1.0`)).trim()).toBe(digest)
  await run(crane, 'pull', '--insecure', '--format=oci', `${reference}@${digest}`, 'pulled-by-crane')
  expect((await run(crane, 'ls', '--insecure', reference)).trim()).toBe('1.0')
})

test.runIf(findNewerTool('oras'))('oras pulls what refers to an image, and discovers it', async () => {
  const oras = findNewerTool('oras') ?? 'oras'
  await plain.push('team/oras', '1.0')
  writeFileSync(join(folder, 'bill.json'), '{}')
  const type = 'application/vnd.example.sbom'
  await run(
    oras,
    'attach',
    '--plain-http',
    '--artifact-type',
    type,
    `${plain.host}/team/oras:1.0`,
    'bill.json',
  )
  const reference = `${toHost()}/plain/team/oras:1.0`
  const found = JSON.parse(await run(oras, 'discover', '--plain-http', '--format', 'json', reference))
  const [referrer] = found.referrers ?? found.manifests ?? []
  expect(referrer.artifactType).toBe(type)
  const target = mkdtempSync(join(folder, 'oras-'))
  await run(oras, 'pull', '--plain-http', `${toHost()}/plain/team/oras@${referrer.digest}`, '-o', target)
  expect(readFileSync(join(target, 'bill.json'), 'utf8')).toBe('{}')
})

describe('containerd', () => {
  let daemons: EngineDaemons | null = null
  beforeAll(async () => {
    daemons = await startEngineDaemons(join(folder, 'engines')).catch(() => null)
  }, 120_000)
  afterAll(() => daemons?.stop())

  test('pulls by the name of the upstream from this registry as its mirror', async (context) => {
    if (!daemons?.running.containerd) return context.skip('containerd cannot run here')
    const digest = await plain.push('team/mirrored', '1.0')
    const hosts = join(folder, 'hosts')
    mkdirSync(join(hosts, plain.host), { recursive: true })
    // Nobody answers at the upstream's own address, so that only the mirror can.
    writeFileSync(
      join(hosts, plain.host, 'hosts.toml'),
      `server = "http://127.0.0.1:9"\n[host."${registry.endpoint}"]\n  capabilities = ["pull", "resolve"]\n`,
    )
    const env = childEnvironment(daemons.environment)
    const reference = `${plain.host}/team/mirrored:1.0`
    await execute('ctr', ['content', 'fetch', '--hosts-dir', hosts, reference], { env, timeout: 60_000 })
    const { stdout } = await execute('ctr', ['images', 'list'], { env })
    expect(stdout).toContain(digest)
  })
})

describe('the operator', () => {
  test('sees each upstream, and has a tag compared before it is time', async () => {
    const first = await plain.push('team/tool', '1.0')
    await run('skopeo', 'inspect', '--tls-verify=false', `docker://${toHost()}/plain/team/tool:1.0`)
    const second = await plain.push('team/tool', '1.0', { annotations: { 'org.example.second': 'yes' } })
    expect(second).not.toBe(first)
    expect(await operate('upstream', 'refresh', '--reference', 'plain/team/tool:1.0')).toContain(second)
    const listed = await operate('upstream', 'list')
    expect(listed).toMatch(/HOST +NAMESPACE +HITS +MISSES/)
    expect(listed).toMatch(new RegExp(`${plain.host} +plain +\\d+ +\\d+`))
    expect(JSON.parse(await operate('upstream', 'list', '--json')).upstreams).toHaveLength(2)
  })

  test.each(['elsewhere/team/tool:1.0', 'plain/other/tool:1.0', 'plain/team/none:1.0'])(
    'is told why %s cannot be compared',
    async (reference) => {
      await expect(operate('upstream', 'refresh', '--reference', reference)).rejects.toThrow(
        /is not a tag of an upstream|is not pulled through|does not have it/,
      )
    },
  )

  test('nobody is given the account of an upstream', async () => {
    const accounts = JSON.parse(await operate('account', 'list', '--json')).accounts as {
      accountId: string
      displayName: string
    }[]
    const owned = accounts.find(({ displayName }) => displayName === plain.host)
    expect(owned).toBeDefined()
    const account = owned?.accountId ?? ''
    const attempts = [
      ['user', 'create', '--account', account, '--name', 'intruder'],
      ['alias', 'add', '--account', account, '--name', 'another'],
    ]
    for (const attempt of attempts) {
      await expect(operate(...attempt)).rejects.toThrow(/has what is pulled through from/)
    }
  })
})
