/**
 * The calls of Terraform's AWS provider for all that it has of this service, in its order and with its parameters: the resources
 * `aws_ecrpublic_repository` and `aws_ecrpublic_repository_policy`, and the data sources `aws_ecrpublic_authorization_token` (also
 * ephemeral) and `aws_ecrpublic_images`. After each change it reads all of a resource back, and takes every error that it does
 * not know as the end. Here they are sent with the official SDK to a running registry.
 */
import {
  ECRPUBLIC,
  type ImageDetail,
  type ImageIdentifier,
  paginateDescribeImages,
  type RepositoryCatalogDataInput,
  type Tag,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawLogo } from '#testing/registry/ecr-public/draw-logo.ts'
import { toIndexManifest } from '#testing/registry/ecr-public/push-image.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'

let registry: RunningRegistry
let client: ECRPUBLIC
beforeAll(async () => {
  registry = await runRegistry()
  const credentials = fromIni({ filepath: registry.credentialsFile, profile: 'admin' })
  client = new ECRPUBLIC({
    endpoint: registry.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  })
})
afterAll(() => registry?.remove())

/** What the provider keeps of a repository. */
interface State {
  id: string
  registryId: string
  arn: string
  catalogData: object
  tags: Tag[]
}

/** Also what `terraform import`, `plan` and `refresh` do. */
async function read(id: string): Promise<State> {
  const { repositories = [] } = await client.describeRepositories({ repositoryNames: [id] })
  const [repository] = repositories
  const registryId = repository?.registryId ?? ''
  const arn = repository?.repositoryArn ?? ''
  const { catalogData = {} } = await client.getRepositoryCatalogData({ repositoryName: id, registryId })
  const { tags = [] } = await client.listTagsForResource({ resourceArn: arn })
  expect(repository?.repositoryUri).toMatch(/^[^/]+\/[^/]+\/.+$/)
  return { id, registryId, arn, catalogData, tags }
}

/** Without tags the provider sends no list; sets of the block that are empty it sends as empty lists. */
async function create(id: string, catalogData?: RepositoryCatalogDataInput, tags?: Tag[]): Promise<State> {
  const { repository } = await client.createRepository({ repositoryName: id, catalogData, tags })
  return read(repository?.repositoryName ?? '')
}

async function destroy({ id, registryId }: State, force?: boolean): Promise<void> {
  await client.deleteRepository({ repositoryName: id, registryId, force })
  // It then asks until this is the answer.
  await expect(client.describeRepositories({ repositoryNames: [id] })).rejects.toMatchObject({
    name: 'RepositoryNotFoundException',
  })
}

describe('aws_ecrpublic_repository', () => {
  test('with a name alone: create, import, destroy', async () => {
    const state = await create('terraform/name-only')
    expect(state).toMatchObject({ catalogData: {}, tags: [] })
    expect(await read(state.id)).toEqual(state)
    await destroy(state, false)
  })

  test('an empty block of catalogue data is not a change at the next plan', async () => {
    const state = await create('terraform/empty-block', { architectures: [], operatingSystems: [] })
    expect(state.catalogData).toMatchObject({ architectures: [], operatingSystems: [] })
    await destroy(state)
  })

  test('with all that there is, then other catalogue data, then less of it', async () => {
    const all = {
      aboutText: 'About',
      architectures: ['ARM', 'x86-64'],
      description: 'Described',
      operatingSystems: ['Linux'],
      usageText: 'Usage',
    }
    const logoImageBlob = await drawLogo()
    const state = await create('terraform/all', { ...all, logoImageBlob }, [{ Key: 'env', Value: 'test' }])
    expect(state).toMatchObject({ catalogData: all, tags: [{ Key: 'env', Value: 'test' }] })
    const put = async (catalogData: RepositoryCatalogDataInput) => {
      const { id: repositoryName, registryId } = state
      await client.putRepositoryCatalogData({ repositoryName, registryId, catalogData })
      return (await read(repositoryName)).catalogData
    }
    const other = { ...all, description: 'Described again', operatingSystems: ['Windows'] }
    expect(await put({ ...other, logoImageBlob })).toMatchObject(other)
    const less = { description: 'Less', architectures: [], operatingSystems: [] }
    const left = await put(less)
    expect(left).toMatchObject(less)
    expect(left).not.toHaveProperty('aboutText')
    await destroy(state)
  })

  test('other tags: the removed ones are taken away, then new and changed ones set', async () => {
    const tag = (Key: string, Value: string) => ({ Key, Value })
    const state = await create('terraform/tags', undefined, [tag('a', '1'), tag('b', '2')])
    await client.untagResource({ resourceArn: state.arn, tagKeys: ['a'] })
    await client.tagResource({ resourceArn: state.arn, tags: [tag('b', '3'), tag('c', '')] })
    expect((await read(state.id)).tags).toEqual([tag('b', '3'), tag('c', '')])
    await destroy(state)
  })

  test('force_destroy decides whether one with images goes', async () => {
    const state = await create('terraform/images')
    const { text: imageManifest } = toIndexManifest([])
    await client.putImage({ repositoryName: state.id, imageManifest, imageTag: '1.0' })
    const { id: repositoryName, registryId } = state
    const refused = client.deleteRepository({ repositoryName, registryId, force: false })
    await expect(refused).rejects.toMatchObject({ name: 'RepositoryNotEmptyException' })
    await destroy(state, true)
  })

  test('one that somebody else has removed is dropped from the state, and its destruction is no error', async () => {
    const state = await create('terraform/gone')
    await destroy(state)
    const { id: repositoryName, registryId } = state
    for (const call of [read(repositoryName), client.deleteRepository({ repositoryName, registryId })]) {
      await expect(call).rejects.toMatchObject({ name: 'RepositoryNotFoundException' })
    }
  })
})

test('aws_ecrpublic_repository_policy: create, read, update, destroy, destroy again', async () => {
  const { id: repositoryName, ...state } = await create('terraform/policy')
  const toPolicy = (Action: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Action: [Action], Effect: 'Allow', Principal: '*', Sid: 'new policy' }],
    })
  const readPolicy = () => client.getRepositoryPolicy({ repositoryName })
  // It reads before there is one when somebody has removed it, and knows this exception alone.
  await expect(readPolicy()).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' })
  for (const policyText of [
    toPolicy('ecr-public:DescribeImages'),
    toPolicy('ecr-public:DescribeRepositories'),
  ]) {
    const set = await client.setRepositoryPolicy({ repositoryName, policyText })
    expect(set.repositoryName).toBe(repositoryName)
    const found = await readPolicy()
    expect(JSON.parse(found.policyText ?? '')).toEqual(JSON.parse(policyText))
    expect(found).toMatchObject({ repositoryName, registryId: state.registryId })
  }
  // A refused text is tried again only for these words.
  await expect(
    client.setRepositoryPolicy({ repositoryName, policyText: '{"Version":"2012-10-17","Statement":[{}]}' }),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('Invalid repository policy provided'),
  })
  const { registryId } = state
  await client.deleteRepositoryPolicy({ repositoryName, registryId })
  await expect(client.deleteRepositoryPolicy({ repositoryName, registryId })).rejects.toMatchObject({
    name: 'RepositoryPolicyNotFoundException',
  })
  await destroy({ id: repositoryName, ...state })
  // With the repository its policy has gone: neither is an error when it is read or destroyed after that.
  for (const call of [readPolicy(), client.deleteRepositoryPolicy({ repositoryName, registryId })]) {
    await expect(call).rejects.toMatchObject({ name: 'RepositoryNotFoundException' })
  }
})

test('aws_ecrpublic_authorization_token: decoded as the provider does, and good for a login', async () => {
  const { authorizationData } = await client.getAuthorizationToken({})
  const token = authorizationData?.authorizationToken ?? ''
  // It decodes with the alphabet for URLs and padding, and accepts one colon.
  expect(token).toMatch(/^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?$/)
  const parts = Buffer.from(token, 'base64url').toString().split(':')
  expect(parts).toEqual(['AWS', expect.any(String)])
  expect(authorizationData?.expiresAt?.getTime()).toBeGreaterThan(Date.now())
  const login = await fetch(`${registry.endpoint}/v2/`, { headers: { authorization: `Basic ${token}` } })
  expect(login.status).toBe(200)
})

describe('aws_ecrpublic_images', () => {
  /** Follows the pages that the registry makes, as it names no size for them. */
  async function readImages(
    repositoryName: string,
    more: { registryId?: string; imageIds?: ImageIdentifier[] } = {},
  ): Promise<ImageDetail[]> {
    const images: ImageDetail[] = []
    for await (const page of paginateDescribeImages({ client }, { repositoryName, ...more })) {
      images.push(...(page.imageDetails ?? []))
    }
    return images
  }

  test('all of a repository, over the pages, and those that are named; none of one without images', async () => {
    const state = await create('terraform/listed')
    const { id: repositoryName, registryId } = state
    expect(await readImages(repositoryName)).toEqual([])
    for (let at = 0; at < 120; at += 1) {
      const { text: imageManifest } = toIndexManifest([], { at: String(at) })
      await client.putImage({ repositoryName, imageManifest, ...(at > 0 && { imageTag: `t${at}` }) })
    }
    const all = await readImages(repositoryName, { registryId })
    expect(new Set(all.map(({ imageDigest }) => imageDigest)).size).toBe(120)
    for (const image of all) {
      expect(image).toMatchObject({ registryId, repositoryName, imagePushedAt: expect.any(Date) })
      expect(image.imageManifestMediaType).toContain('image.index')
      expect(image.imageSizeInBytes).toBeGreaterThanOrEqual(0)
    }
    const untagged = all.filter(({ imageTags }) => (imageTags ?? []).length === 0)
    expect(untagged).toHaveLength(1)
    const imageIds = [{ imageTag: 't7' }, { imageDigest: untagged[0]?.imageDigest }]
    const named = await readImages(repositoryName, { registryId, imageIds })
    expect(named.map(({ imageTags }) => imageTags ?? []).toSorted()).toEqual([[], ['t7']])
    await expect(readImages(repositoryName, { imageIds: [{ imageTag: 'none' }] })).rejects.toMatchObject({
      name: 'ImageNotFoundException',
    })
    await destroy(state, true)
    await expect(readImages(repositoryName)).rejects.toMatchObject({ name: 'RepositoryNotFoundException' })
  })
})
