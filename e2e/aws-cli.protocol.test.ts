/** Guards that the real AWS CLI works against the running registry, command by command. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awsClis, runAwsCli } from '#testing/aws-cli.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'

const texts = {
  description: 'This is a test repo for an Amazon ECR tutorial.',
  architectures: ['x86'],
  operatingSystems: ['Linux'],
  aboutText: 'This repository is used as a tutorial only.',
  usageText: 'This repository is not for public use.',
}

if (awsClis.length === 0) test.skip('AWS CLI: skipped, because there is none here')

describe.each(awsClis)('AWS CLI $version', ({ path, version }) => {
  let registry: TestRegistry

  const run = (...args: string[]) =>
    runAwsCli({ command: path, endpoint: registry.url, dataDir: registry.dataDir }, ...args)
  const runJson = async (...args: string[]) => JSON.parse(await run(...args))
  const writeJson = (name: string, value: unknown) =>
    writeFileSync(join(registry.dataDir, name), JSON.stringify(value))

  beforeAll(async () => {
    registry = await startTestRegistry()
    const logo = await sharp({ create: { width: 96, height: 96, channels: 3, background: '#0b6158' } })
      .png()
      .toBuffer()
    writeJson('repositorycatalogdata.json', { ...texts, logoImageBlob: logo.toString('base64') })
  })
  afterAll(() => registry.stop())

  test('create-repository takes the catalogue data out of a file', async () => {
    const created = await runJson(
      'create-repository',
      ...['--repository-name', 'ecr-tutorial', '--catalog-data', 'file://repositorycatalogdata.json'],
    )
    expect(created.repository.repositoryName).toBe('ecr-tutorial')
    expect(created.repository.repositoryArn).toMatch(/^arn:aws:ecr-public::\d{12}:repository\/ecr-tutorial$/)
    expect(created.repository.repositoryUri).toMatch(/^localhost:\d+\/(?:[a-z][0-9]){4}\/ecr-tutorial$/)
    expect(created.catalogData).toMatchObject(texts)
    const logo = await fetch(created.catalogData.logoUrl.replace('localhost', '127.0.0.1'))
    expect(logo.headers.get('content-type')).toBe('image/png')
  })

  test('create-repository refuses a name that is taken', async () => {
    await expect(run('create-repository', '--repository-name', 'ecr-tutorial')).rejects.toThrow(
      /RepositoryAlreadyExistsException/,
    )
  })

  test("the quick start's logo, which no shell expands inside a file, is refused with the reason", async () => {
    writeJson('quick-start.json', { ...texts, logoImageBlob: '$(cat myrepoimage.png |base64 -w 0)' })
    const create = ['create-repository', '--repository-name', 'quick-start']
    const data = ['--catalog-data', 'file://quick-start.json']
    // By itself version 2 already refuses what is not base64; told to take it as bytes, it sends it as version 1 does.
    await expect(run(...create, ...data)).rejects.toThrow(/Invalid base64|InvalidParameterException/)
    const asBytes = version === 1 ? [] : ['--cli-binary-format', 'raw-in-base64-out']
    const sending = run(...create, ...data, ...asBytes)
    await expect(sending).rejects.toThrow(/InvalidParameterException[\s\S]*No shell expands/)
  })

  test('describe-registries and the registry catalogue data', async () => {
    const before = await runJson('describe-registries')
    expect(before.registries).toHaveLength(1)
    expect(before.registries[0].aliases[0]).toMatchObject({ status: 'ACTIVE', primaryRegistryAlias: true })
    await run('put-registry-catalog-data', '--display-name', 'Tutorials, Inc.')
    expect(await runJson('get-registry-catalog-data')).toEqual({
      registryCatalogData: { displayName: 'Tutorials, Inc.' },
    })
  })

  test('describe-repositories in pages', async () => {
    for (const name of ['page-a', 'page-b', 'page-c'])
      await run('create-repository', '--repository-name', name)
    const all = await runJson('describe-repositories')
    const first = await runJson('describe-repositories', '--max-items', '3', '--page-size', '2')
    const rest = await runJson(
      'describe-repositories',
      '--starting-token',
      first.NextToken,
      '--page-size',
      '2',
    )
    const toNames = (page: { repositories: { repositoryName: string }[] }) =>
      page.repositories.map(({ repositoryName }) => repositoryName)
    expect(toNames(first)).toHaveLength(3)
    expect([...toNames(first), ...toNames(rest)]).toEqual(toNames(all))
    expect(toNames(all)).toEqual(expect.arrayContaining(['ecr-tutorial', 'page-a', 'page-b', 'page-c']))
  })

  test('describe-repositories by name, and one that is not there', async () => {
    const one = await runJson('describe-repositories', '--repository-names', 'page-b')
    expect(one.repositories.map((each: { repositoryName: string }) => each.repositoryName)).toEqual([
      'page-b',
    ])
    await expect(run('describe-repositories', '--repository-names', 'nowhere')).rejects.toThrow(
      /RepositoryNotFoundException/,
    )
  })

  test('put- and get-repository-catalog-data', async () => {
    writeJson('changed.json', { description: 'Changed.', operatingSystems: ['Linux', 'Windows'] })
    const name = ['--repository-name', 'page-a']
    await run('put-repository-catalog-data', ...name, '--catalog-data', 'file://changed.json')
    const { catalogData } = await runJson('get-repository-catalog-data', ...name)
    expect(catalogData).toMatchObject({ description: 'Changed.', operatingSystems: ['Linux', 'Windows'] })
  })

  test('set-, get- and delete-repository-policy', async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'push',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
          Action: ['ecr-public:PutImage'],
        },
      ],
    }
    writeJson('policy.json', policy)
    const name = ['--repository-name', 'page-a']
    await run('set-repository-policy', ...name, '--policy-text', 'file://policy.json')
    const stored = await runJson('get-repository-policy', ...name)
    expect(JSON.parse(stored.policyText)).toMatchObject(policy)
    await run('delete-repository-policy', ...name)
    await expect(run('get-repository-policy', ...name)).rejects.toThrow(/RepositoryPolicyNotFoundException/)
  })

  test('tag-resource, list-tags-for-resource and untag-resource', async () => {
    const { repositories } = await runJson('describe-repositories', '--repository-names', 'page-a')
    const resource = ['--resource-arn', repositories[0].repositoryArn]
    await run('tag-resource', ...resource, '--tags', 'Key=team,Value=docs', 'Key=stage,Value=test')
    await run('untag-resource', ...resource, '--tag-keys', 'stage')
    expect(await runJson('list-tags-for-resource', ...resource)).toEqual({
      tags: [{ Key: 'team', Value: 'docs' }],
    })
  })

  test('get-authorization-token, and get-login-password for docker login', async () => {
    const { authorizationData } = await runJson('get-authorization-token')
    const [user, password] = Buffer.from(authorizationData.authorizationToken, 'base64').toString().split(':')
    expect(user).toBe('AWS')
    expect(password).toBeTruthy()
    // Version 1 of the CLI prints seconds, version 2 an ISO 8601 time.
    const { expiresAt } = authorizationData
    const expiresAtMs = typeof expiresAt === 'number' ? expiresAt * 1000 : Date.parse(expiresAt)
    const hours = (expiresAtMs - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(11.9)
    expect(hours).toBeLessThanOrEqual(12)
    expect((await run('get-login-password')).trim()).toMatch(/^\S{20,}$/)
  })

  test('describe-images and describe-image-tags tell the truth: there are none', async () => {
    const name = ['--repository-name', 'ecr-tutorial']
    expect(await runJson('describe-images', ...name)).toEqual({ imageDetails: [] })
    expect(await runJson('describe-image-tags', ...name)).toEqual({ imageTagDetails: [] })
  })

  test('a layer that is not there', async () => {
    const layerDigest = `sha256:${'0'.repeat(64)}`
    const layers = ['--repository-name', 'ecr-tutorial', '--layer-digests', layerDigest]
    expect(await runJson('batch-check-layer-availability', ...layers)).toEqual({
      layers: [{ layerDigest, layerAvailability: 'UNAVAILABLE' }],
      failures: [],
    })
  })

  test.each([
    ['an unknown key', 'AKIAAAAAAAAAAAAAAAAA', /UnrecognizedClientException/],
    ['a wrong secret', null, /InvalidSignatureException/],
  ])('%s is refused by its name', async (_, unknownKey, error) => {
    const accessKeyId = unknownKey ?? readProfile(registry.dataDir, 'admin').accessKeyId
    const file = join(registry.dataDir, 'wrong-credentials')
    writeFileSync(
      file,
      `[admin]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${'x'.repeat(40)}\n`,
    )
    const environment = { AWS_SHARED_CREDENTIALS_FILE: file }
    const options = { command: path, endpoint: registry.url, dataDir: registry.dataDir, environment }
    await expect(runAwsCli(options, 'describe-registries')).rejects.toThrow(error)
  })

  test('delete-repository', async () => {
    const deleted = await runJson('delete-repository', '--repository-name', 'page-c', '--force')
    expect(deleted.repository.repositoryName).toBe('page-c')
    await expect(run('delete-repository', '--repository-name', 'page-c')).rejects.toThrow(
      /RepositoryNotFoundException/,
    )
  })
})
