/**
 * Guards that clients which are younger than the stable Debian work against the running registry, unchanged: crane, oras, cosign,
 * notation, docker's client and its buildx. Each is skipped where it is not; see scripts/newer-debian-tools.ts. And boto3, as Python programs use it.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import type { Layout } from '#testing/oci-layout.ts'
import { publishIndex } from '#testing/publish-index.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findNewerTool, type NewerTool } from '../scripts/newer-debian-tools.ts'
import { debianPython, hasBoto3 } from '../scripts/require-test-tools.ts'

const execute = promisify(execFile)

let registry: TestRegistry
let work: string
/** `localhost:PORT/ALIAS/tools`, with images for two architectures under the tag 2.0. */
let repository: string
let layout: Layout

beforeAll(async () => {
  registry = await startTestRegistry()
  work = mkdtempSync(join(tmpdir(), 'newer-clients-'))
  const image = { folder: join(work, 'image'), tag: '2.0', text: 'newer' }
  const published = await publishIndex(registry, 'tools', image)
  repository = published.uri
  layout = published.layout
  const auth = published.target.authorization.slice('Basic '.length)
  mkdirSync(join(work, 'docker'))
  // What `docker login` writes, and all of these read.
  writeFileSync(join(work, 'docker', 'config.json'), JSON.stringify({ auths: { [toHost()]: { auth } } }))
  writeFileSync(join(work, 'hello.txt'), 'hello')
})

afterAll(async () => {
  await registry.stop()
  rmSync(work, { recursive: true, force: true })
})

const toHost = () => repository.split('/')[0] ?? ''

async function run(tool: NewerTool, ...args: string[]): Promise<string> {
  return (await runWhole(tool, ...args)).stdout
}

async function runWhole(tool: NewerTool, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = childEnvironment({
    HOME: work,
    XDG_CONFIG_HOME: join(work, 'config'),
    DOCKER_CONFIG: join(work, 'docker'),
    COSIGN_PASSWORD: '',
  })
  return execute(findNewerTool(tool) ?? tool, args, { cwd: work, env, timeout: 100_000 })
}

const wanted: NewerTool[] = ['crane', 'oras', 'cosign', 'notation', 'docker-cli', 'docker-buildx']
for (const tool of wanted) {
  if (findNewerTool(tool) === null) test.skip(`${tool}: skipped, because it is not here`)
}

describe.runIf(findNewerTool('crane'))('crane', () => {
  test('copies, lists, validates and deletes', async () => {
    await run('crane', 'copy', '--insecure', `${repository}:2.0`, `${repository}:copied`)
    expect((await run('crane', 'digest', '--insecure', `${repository}:copied`)).trim()).toBe(layout.digest)
    expect((await run('crane', 'ls', '--insecure', repository)).trim().split('\n')).toContain('copied')
    await run('crane', 'validate', '--insecure', '--remote', `${repository}:copied`)
    await run('crane', 'delete', '--insecure', `${repository}:copied`)
    expect((await run('crane', 'ls', '--insecure', repository)).trim()).toBe('2.0')
  })

  test('is told what to do about a catalogue and about a missing alias', async () => {
    await expect(run('crane', 'catalog', '--insecure', toHost())).rejects.toThrow(/describe-repositories/)
    const copy = run('crane', 'copy', '--insecure', `${repository}:2.0`, `${toHost()}/img:1`)
    await expect(copy).rejects.toThrow(/registry alias is missing before 'img'/)
  })
})

test.runIf(findNewerTool('oras'))('oras pushes, attaches, discovers, pulls and deletes', async () => {
  const artifact = `${repository}:files`
  await run(
    'oras',
    'push',
    '--plain-http',
    artifact,
    '--artifact-type',
    'application/x.test',
    'hello.txt:text/plain',
  )
  await run(
    'oras',
    'attach',
    '--plain-http',
    artifact,
    '--artifact-type',
    'application/x.sbom',
    'hello.txt:text/plain',
  )
  const found = JSON.parse(await run('oras', 'discover', '--plain-http', '--format', 'json', artifact))
  expect(found.referrers ?? found.manifests).toMatchObject([{ artifactType: 'application/x.sbom' }])
  await run('oras', 'pull', '--plain-http', artifact, '-o', 'pulled')
  expect(readFileSync(join(work, 'pulled', 'hello.txt'), 'utf8')).toBe('hello')
  await run('oras', 'manifest', 'delete', '--plain-http', '--force', artifact)
  expect(await run('oras', 'repo', 'tags', '--plain-http', repository)).not.toContain('files')
})

test.runIf(findNewerTool('oras'))(
  'oras states the last day of an image with the lifecycle artifact, and prints the warning that its pulls then carry',
  async () => {
    const artifact = `${repository}:ending`
    await run('oras', 'push', '--plain-http', artifact, 'hello.txt:text/plain')
    const type = 'application/vnd.microsoft.artifact.lifecycle'
    const day = 'vnd.microsoft.artifact.lifecycle.end-of-life.date=2026-01-31'
    await run('oras', 'attach', '--plain-http', '--artifact-type', type, '--annotation', day, artifact)
    const { stderr } = await runWhole('oras', 'manifest', 'fetch', '--plain-http', artifact)
    expect(stderr).toContain('This image ended on 2026-01-31.')
    const other = await runWhole('oras', 'manifest', 'fetch', '--plain-http', `${repository}:2.0`)
    expect(other.stderr).toBe('')
    if (findNewerTool('crane')) await run('crane', 'validate', '--insecure', '--remote', `${repository}:2.0`)
  },
)

test.runIf(findNewerTool('cosign'))('cosign signs an image, and verifies it', async () => {
  const image = `${repository}@${layout.digest}`
  await run('cosign', 'generate-key-pair')
  const offline = ['--tlog-upload=false', '--use-signing-config=false']
  await run('cosign', 'sign', '--key', 'cosign.key', ...offline, '--allow-http-registry', '--yes', image)
  const key = ['--key', 'cosign.pub', '--insecure-ignore-tlog=true']
  const verified = await run('cosign', 'verify', ...key, '--allow-http-registry', image)
  expect(verified).toContain(layout.digest)
})

test.runIf(findNewerTool('notation'))('notation signs an image, and lists the signature', async () => {
  const image = `${repository}@${layout.digest}`
  await run('notation', 'cert', 'generate-test', '--default', 'test.example.com')
  await run('notation', 'sign', '--insecure-registry', image)
  expect(await run('notation', 'ls', '--insecure-registry', image)).toContain(
    'application/vnd.cncf.notary.signature',
  )
})

test.runIf(findNewerTool('docker-cli'))(
  'docker makes an index of images of another repository, which it mounts, and inspects it',
  async () => {
    const image = { folder: join(work, 'second'), tag: '1.0', text: 'second' }
    const second = await publishIndex(registry, 'second', image)
    const list = `${repository}:mounted`
    const images = second.layout.children.map((digest) => `${second.uri}@${digest}`)
    await run('docker-cli', 'manifest', 'create', '--insecure', list, ...images)
    await run('docker-cli', 'manifest', 'push', '--insecure', '--purge', list)
    const inspected = JSON.parse(await run('docker-cli', 'manifest', 'inspect', '--insecure', list))
    const digests = inspected.manifests.map(({ digest }: { digest: string }) => digest)
    expect(digests.toSorted()).toEqual(second.layout.children.toSorted())
  },
)

test.runIf(findNewerTool('docker-buildx'))(
  'buildx makes an index of what is there, and inspects it',
  async () => {
    const list = `${repository}:list`
    await run('docker-buildx', 'imagetools', 'create', '--tag', list, `${repository}:2.0`)
    const raw = JSON.parse(await run('docker-buildx', 'imagetools', 'inspect', '--raw', list))
    expect(raw.manifests.map(({ digest }: { digest: string }) => digest)).toEqual(layout.children)
  },
)

if (!hasBoto3()) test.skip('boto3: skipped, because it is not here')

test.runIf(hasBoto3())('boto3 describes, names what is wrong, and deletes', async () => {
  const program = `
import boto3, botocore, sys
client = boto3.client('ecr-public', region_name='us-east-1', endpoint_url=sys.argv[1])
client.create_repository(repositoryName='python', catalogData={'description': 'By boto3'})
print(client.get_repository_catalog_data(repositoryName='python')['catalogData']['description'])
found = client.get_paginator('describe_repositories').paginate().build_full_result()['repositories']
print(sorted({'python', 'tools'} & {one['repositoryName'] for one in found}))
print(client.describe_image_tags(repositoryName='tools')['imageTagDetails'][0]['createdAt'].year > 2000)
try:
    client.put_image(repositoryName='python', imageManifest='{"schemaVersion":2,"schemaVersion":2}')
except client.exceptions.InvalidParameterException as error:
    print(error.response['Error']['Message'])
client.delete_repository(repositoryName='python')
`
  const { accessKeyId, secretAccessKey } = readProfile(registry.dataDir, 'admin')
  const env = childEnvironment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey })
  const { stdout } = await execute(debianPython, ['-c', program, registry.url], { env, timeout: 100_000 })
  const [description, names, hasTime, message] = stdout.trim().split('\n')
  expect({ description, names, hasTime }).toEqual({
    description: 'By boto3',
    names: "['python', 'tools']",
    hasTime: 'True',
  })
  expect(message).toContain("'schemaVersion' twice")
})
