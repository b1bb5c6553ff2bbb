/** Guards that registry clients as people have them work against the running registry, unchanged. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeImageTagsCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { writeImageLayout, writeIndexLayout } from '#testing/oci-layout.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)

let registry: TestRegistry
let api: ECRPUBLICClient
let work: string
/** `localhost:PORT/ALIAS/tools`, as a publisher types it. */
let repository: string
let password: string

beforeAll(async () => {
  registry = await startTestRegistry()
  work = mkdtempSync(join(tmpdir(), 'registry-clients-'))
  const credentials = readProfile(registry.dataDir, 'admin')
  api = new ECRPUBLICClient({ endpoint: registry.url, region: 'us-east-1', credentials })
  const created = await api.send(new CreateRepositoryCommand({ repositoryName: 'tools' }))
  repository = created.repository?.repositoryUri ?? ''
  const { authorizationData } = await api.send(new GetAuthorizationTokenCommand({}))
  password = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64')
    .toString()
    .slice('AWS:'.length)
})

afterAll(async () => {
  await registry.stop()
  rmSync(work, { recursive: true, force: true })
})

/** Runs a client in the work folder with a login file of its own. */
async function run(command: string, ...args: string[]): Promise<string> {
  const env = childEnvironment({
    REGISTRY_AUTH_FILE: join(work, 'auth.json'),
    DOCKER_CONFIG: join(work, 'docker'),
    DOCKER_CLI_EXPERIMENTAL: 'enabled',
  })
  const { stdout } = await execute(command, args, { cwd: work, env, timeout: 100_000 })
  return stdout
}

async function listTags(): Promise<(string | undefined)[]> {
  const answer = await api.send(new DescribeImageTagsCommand({ repositoryName: 'tools' }))
  return (answer.imageTagDetails ?? []).map(({ imageTag }) => imageTag)
}

function makeFolder(name: string): string {
  mkdirSync(join(work, name))
  return join(work, name)
}

if (findCommand('skopeo') === null) test.skip('skopeo: skipped, because it is not here')

describe.runIf(findCommand('skopeo'))('skopeo', () => {
  const insecureTarget = '--dest-tls-verify=false'
  const insecureSource = '--src-tls-verify=false'
  const login = () => run('skopeo', 'login', '--tls-verify=false', '-u', 'AWS', '-p', password, toHost())
  const logout = () => run('skopeo', 'logout', toHost())
  const toHost = () => repository.split('/')[0] ?? ''

  test('a wrong password is refused at the login', async () => {
    const trying = run('skopeo', 'login', '--tls-verify=false', '-u', 'AWS', '-p', 'wrong', toHost())
    await expect(trying).rejects.toThrow(/invalid/i)
  })

  test('login, push, logout, and a pull without login gives the same image back', async () => {
    const { digest } = writeImageLayout(makeFolder('image'), '1.0', 'one')
    await login()
    await run('skopeo', 'copy', insecureTarget, 'oci:image:1.0', `docker://${repository}:1.0`)
    await logout()
    await run('skopeo', 'copy', insecureSource, `docker://${repository}:1.0`, 'oci:back:1.0')
    const index = JSON.parse(readFileSync(join(work, 'back', 'index.json'), 'utf8'))
    expect(index.manifests[0].digest).toBe(digest)
    expect(await listTags()).toEqual(['1.0'])
  })

  test('a push without an alias is told what is missing', async () => {
    await login()
    const trying = run('skopeo', 'copy', insecureTarget, 'oci:image:1.0', `docker://${toHost()}/img:1`)
    await expect(trying).rejects.toThrow(/registry alias is missing before 'img'/)
    await logout()
  })

  test('a push without login is refused, and leaves nothing', async () => {
    const trying = run('skopeo', 'copy', insecureTarget, 'oci:image:1.0', `docker://${repository}:stolen`)
    await expect(trying).rejects.toThrow(/denied|unauthorized|authentication required|Not Authorized/i)
    expect(await listTags()).not.toContain('stolen')
  })

  test('an index with all its images', async () => {
    const { digest, children } = writeIndexLayout(makeFolder('index'), '2.0', 'two')
    await login()
    await run('skopeo', 'copy', '--all', insecureTarget, 'oci:index:2.0', `docker://${repository}:2.0`)
    await logout()
    const raw = await run('skopeo', 'inspect', '--raw', '--tls-verify=false', `docker://${repository}:2.0`)
    expect(JSON.parse(raw).manifests.map((child: { digest: string }) => child.digest)).toEqual(children)
    const described = await api.send(new DescribeImagesCommand({ repositoryName: 'tools' }))
    const digests = (described.imageDetails ?? []).map(({ imageDigest }) => imageDigest)
    expect(digests).toEqual(expect.arrayContaining([digest, ...children]))
    await run('skopeo', 'copy', '--all', insecureSource, `docker://${repository}:2.0`, 'dir:index-back')
    expect(toSha256(join(work, 'index-back', 'manifest.json'))).toBe(digest)
  })

  test('a copy within the registry mounts what is there', async () => {
    await api.send(new CreateRepositoryCommand({ repositoryName: 'copies' }))
    const target = repository.replace(/tools$/, 'copies')
    await login()
    const flags = ['--all', insecureSource, insecureTarget]
    await run('skopeo', 'copy', ...flags, `docker://${repository}:2.0`, `docker://${target}:2.0`)
    await logout()
    const raw = await run('skopeo', 'inspect', '--raw', '--tls-verify=false', `docker://${target}:2.0`)
    expect(JSON.parse(raw).manifests).toHaveLength(2)
  })

  test('list-tags, and delete', async () => {
    const listed = await run('skopeo', 'list-tags', '--tls-verify=false', `docker://${repository}`)
    expect(JSON.parse(listed).Tags).toEqual(['1.0', '2.0'])
    await expect(
      run('skopeo', 'delete', '--tls-verify=false', `docker://${repository}:1.0`),
    ).rejects.toThrow()
    await login()
    await run('skopeo', 'delete', '--tls-verify=false', `docker://${repository}:1.0`)
    await logout()
    expect(await listTags()).toEqual(['2.0'])
  })
})

if (findCommand('buildah') === null) test.skip('buildah: skipped, because it is not here')

test.runIf(findCommand('buildah'))('buildah builds, pushes with credentials, and pulls without', async () => {
  const storage = ['--storage-driver', 'vfs', '--root', join(work, 'storage'), '--runroot', join(work, 'run')]
  const buildah = (command: string, ...args: string[]) => run('buildah', ...storage, command, ...args)
  const container = (await buildah('from', 'scratch')).trim()
  await buildah('config', '--env', 'GREETING=hello', '--label', 'org.example=yes', container)
  await buildah('commit', '--format', 'oci', container, 'built')
  const target = `docker://${repository}:built`
  await buildah('push', '--tls-verify=false', '--creds', `AWS:${password}`, 'built', target)
  await buildah('rmi', '--all', '--force')
  await buildah('pull', '--tls-verify=false', target)
  const inspected = JSON.parse(await buildah('inspect', '--type', 'image', `${repository}:built`))
  expect(inspected.OCIv1.config.Env).toContain('GREETING=hello')
  const docker = `docker://${repository}:docker`
  await buildah(
    'push',
    '--tls-verify=false',
    '--creds',
    `AWS:${password}`,
    '--format',
    'v2s2',
    `${repository}:built`,
    docker,
  )
  expect(await listTags()).toEqual(expect.arrayContaining(['built', 'docker']))
})

if (findCommand('umoci') === null) test.skip('umoci: skipped, because it is not here')

test.runIf(findCommand('umoci') && findCommand('skopeo'))(
  'umoci changes an image, skopeo carries it there and back',
  async () => {
    writeImageLayout(makeFolder('edited'), 'before', 'before')
    await run('umoci', 'config', '--image', 'edited:before', '--tag', 'after', '--config.env', 'EDITED=1')
    const creds = `AWS:${password}`
    const target = `docker://${repository}:edited`
    await run('skopeo', 'copy', '--dest-tls-verify=false', '--dest-creds', creds, 'oci:edited:after', target)
    await run('skopeo', 'copy', '--src-tls-verify=false', target, 'oci:edited-back:after')
    await run('umoci', 'unpack', '--rootless', '--image', 'edited-back:after', 'bundle')
    expect(readFileSync(join(work, 'bundle', 'rootfs', 'hello.txt'), 'utf8')).toBe('before')
  },
)

if (findCommand('docker') === null) test.skip('docker: skipped, because its client is not here')

test.runIf(findCommand('docker'))('docker manifest inspect', async () => {
  const inspected = await run('docker', 'manifest', 'inspect', '--insecure', `${repository}:2.0`)
  expect(JSON.parse(inspected).manifests).toHaveLength(2)
})

function toSha256(path: string): string {
  return toDigest('sha256', readFileSync(path))
}
