/**
 * Guards that what the pull panel shows works as pasted: every command and file whose client Debian packages is run, as it
 * stands, against the running registry, and brings the image that it names. Those of other clients have golden tests alone.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PullClient } from '#lib/commands/pull-client.ts'
import { toPullCommand } from '#lib/commands/pull-command.ts'
import {
  type PullPlatform,
  REFERENCE_FORMS,
  type ReferenceForm,
  toReference,
} from '#lib/commands/pull-reference.ts'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { type EngineDaemons, startEngineDaemons } from '#testing/engine-daemons.ts'
import type { Layout } from '#testing/oci-layout.ts'
import { publishIndex } from '#testing/publish-index.ts'
import { type PushTarget, pushChart, readLayoutBlob } from '#testing/push-image.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)
const architectures = ['amd64', 'arm64'] as const
const own = process.arch === 'arm64' ? 'arm64' : 'amd64'
const other = own === 'amd64' ? 'arm64' : 'amd64'

interface Case {
  words?: string
  form: ReferenceForm
  /** Null for any: clients then take that of the machine. */
  architecture: (typeof architectures)[number] | null
}

const cases: Case[] = REFERENCE_FORMS.flatMap((form) => [
  { form, architecture: null, words: 'the platform of this machine' },
  { form, architecture: other, words: 'another platform' },
])

let registry: TestRegistry
let daemons: EngineDaemons
let work: string
/** `localhost:PORT/ALIAS/tools`, with images for two architectures under the tag 2.0. */
let repository: string
let target: PushTarget
let layout: Layout

beforeAll(async () => {
  registry = await startTestRegistry()
  work = mkdtempSync(join(tmpdir(), 'pull-command-'))
  writeFileSync(join(work, 'auth.json'), '{}')
  daemons = await startEngineDaemons(join(work, 'daemons'))
  const image = { folder: join(work, 'image'), tag: '2.0', text: 'pulled' }
  const published = await publishIndex(registry, 'tools', image)
  repository = published.uri
  target = published.target
  layout = published.layout
})

afterAll(async () => {
  await daemons.stop()
  await registry.stop()
  rmSync(work, { recursive: true, force: true })
})

for (const client of ['skopeo', 'podman', 'buildah', 'docker-compose']) {
  if (!findCommand(client)) test.skip(`${client}: skipped, because it is not here`)
}

describe.runIf(findCommand('skopeo'))('skopeo', () => {
  test.each(cases)('by $form, for $words', async (one) => {
    const folder = makeFolder()
    await run(toText('skopeo', one), folder)
    expect(readFirstDigest(join(folder, 'tools'))).toBe(toPlatform(one).digest)
  })

  test('a Helm chart', async () => {
    const tag = '1.0.0_build.7'
    const digest = await pushChart(target, tag, readLayoutBlob(join(work, 'image'), layout.digest))
    const reference = toReference(repository, { tag, digest }, 'tag')
    const folder = makeFolder()
    await run(toPullCommand('skopeo', reference, { plainHttp: true, kind: 'chart' }), folder)
    expect(readFirstDigest(join(folder, 'tools'))).toBe(digest)
  })
})

describe.runIf(findCommand('podman'))('podman', () => {
  test.each(cases)('by $form, for $words', async (one) => {
    const output = await run(toText('podman', one))
    expect(`sha256:${output.trim().split('\n').at(-1)}`).toBe(toConfigDigest(one))
  })

  test.runIf(findCommand('catatonit'))('makes the Pod of the Kubernetes form', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'pod.yaml'), toText('kubernetes', { form: 'tag', architecture: null }))
    const environment = { CONTAINERS_STORAGE_CONF: writeStorageConfig('pod') }
    // The containers are made, not run: that is for a machine that may run some.
    await run(
      'podman play kube --start=false --network none --tls-verify=false pod.yaml',
      folder,
      environment,
    )
    try {
      const images = await run("podman ps --all --format '{{.Image}} {{.Names}}'", folder, environment)
      expect(images).toContain(`${repository}:2.0 tools-tools\n`)
    } finally {
      await run('podman pod rm --force tools', folder, environment)
    }
  })
})

describe.runIf(findCommand('buildah'))('a Dockerfile, built by buildah', () => {
  test.each(cases)('by $form, for $words', async (one) => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'Dockerfile'), `${toText('dockerfile', one)}\n`)
    await run('buildah build --tls-verify=false --pull-always --tag built .', folder)
    const inspected = JSON.parse(await run('buildah inspect --type image built', folder))
    expect(inspected.OCIv1.architecture).toBe(toPlatform(one).architecture)
  })
})

describe('docker', () => {
  test.for(cases)('by $form, for $words', async (one, { skip }) => {
    if (!daemons.running.docker) skip('there is no Docker daemon that could be started here')
    const command = toText('docker', one)
    await run(command)
    const id = await run(`docker image inspect --format '{{.Id}}' ${command.split(' ').at(-1)}`)
    expect(id.trim()).toBe(toConfigDigest(one))
  })

  test('pulls the image of the Compose form', async ({ skip }) => {
    if (!daemons.running.docker) skip('there is no Docker daemon that could be started here')
    if (!findCommand('docker-compose')) skip('docker-compose is not here')
    const folder = makeFolder()
    for (const one of cases.filter(({ form }) => form === 'tag')) {
      writeFileSync(join(folder, 'compose.yaml'), toText('compose', one))
      await run('docker-compose --file compose.yaml pull --quiet', folder)
      const id = await run(`docker image inspect --format '{{.Id}}' ${repository}:2.0`)
      expect(id.trim()).toBe(toConfigDigest(one))
    }
  })
})

describe('ctr', () => {
  test.for(cases)('by $form, for $words', async (one, { skip }) => {
    if (!daemons.running.containerd) skip('there is no containerd that could be started here')
    const output = await run(toText('ctr', one))
    expect(output).toContain(`unpacking linux/${toPlatform(one).architecture} `)
    expect(output).toContain(`config-${toConfigDigest(one)}`)
  })
})

/** What the pull panel shows. */
function toText(client: PullClient, { form, architecture }: Case): string {
  const platform = architecture === null ? null : toPlatform({ form, architecture })
  const reference = toReference(repository, { tag: '2.0', digest: layout.digest }, form)
  return toPullCommand(client, reference, { plainHttp: true, platform })
}

/** The image that must come. */
function toPlatform({ architecture }: Case): PullPlatform {
  const wanted = architecture ?? own
  const digest = layout.children[architectures.indexOf(wanted)] ?? ''
  return { os: 'linux', architecture: wanted, variant: null, digest }
}

function toConfigDigest(one: Case): string {
  return JSON.parse(readLayoutBlob(join(work, 'image'), toPlatform(one).digest).toString()).config.digest
}

function readFirstDigest(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')).manifests[0].digest
}

function makeFolder(): string {
  return mkdtempSync(join(work, 'folder-'))
}

/** Pastes a command into a shell, whose clients keep everything in the work folder. */
async function run(
  command: string,
  cwd: string = work,
  environment: Record<string, string> = {},
): Promise<string> {
  const env = childEnvironment({
    CONTAINERS_STORAGE_CONF: writeStorageConfig('storage'),
    REGISTRY_AUTH_FILE: join(work, 'auth.json'),
    ...daemons.environment,
    ...environment,
  })
  const { stdout } = await execute('sh', ['-c', command], { cwd, env, timeout: 100_000 })
  return stdout
}

/** Podman's and buildah's images, apart from those of the machine. */
function writeStorageConfig(name: string): string {
  const path = join(work, `${name}.conf`)
  const folders = `graphroot = "${join(work, name)}"\nrunroot = "${join(work, `${name}-run`)}"`
  writeFileSync(path, `[storage]\ndriver = "vfs"\n${folders}\n`)
  return path
}
