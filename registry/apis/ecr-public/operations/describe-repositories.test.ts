import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { denied, invalid, refusal } from '#testing/registry/ecr-public/refusal.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

async function create(...names: string[]) {
  for (const repositoryName of names) await api.call('CreateRepository', { repositoryName })
}

async function page(input: object, as = api.credentials.owner) {
  const { body } = await api.call('DescribeRepositories', input, as)
  const repositories = body.repositories as { repositoryName: string }[]
  return {
    names: repositories.map(({ repositoryName }) => repositoryName),
    nextToken: body.nextToken as string | undefined,
  }
}

const foreignToken = 'Member must be a token that this service returned for the same request'

test('lists by name', async () => {
  await create('bb', 'aa', 'a-a')
  expect(await page({})).toEqual({ names: ['a-a', 'aa', 'bb'], nextToken: undefined })
})

test('those that are named, in the order they are named, each once', async () => {
  await create('aa', 'bb', 'cc')
  expect((await page({ repositoryNames: ['cc', 'aa', 'cc'] })).names).toEqual(['cc', 'aa'])
  expect(await api.call('DescribeRepositories', { repositoryNames: ['aa', 'zz'] })).toMatchObject(
    refusal(
      'RepositoryNotFoundException',
      `The repository with name 'zz' does not exist in the registry with id '${ownerAccount}'`,
    ),
  )
})

describe('pages', () => {
  test('hold 100 unless told otherwise, and end without a token', async () => {
    await create(...Array.from({ length: 101 }, (_, n) => `app${String(n).padStart(3, '0')}`))
    const first = await page({})
    expect(first.names).toHaveLength(100)
    const second = await page({ nextToken: first.nextToken })
    expect(second).toEqual({ names: ['app100'], nextToken: undefined })
    expect((await page({ maxResults: 1000 })).names).toHaveLength(101)
  })

  test('a last page that is exactly full has no token', async () => {
    await create('aa', 'bb')
    expect((await page({ maxResults: 2 })).nextToken).toBeUndefined()
  })

  test('neither repeat nor skip a row while others are added and removed', async () => {
    await create('bb', 'dd', 'ff', 'hh')
    const first = await page({ maxResults: 2 })
    await create('aa', 'ee')
    // The very row that the token stands behind goes as well.
    await api.call('DeleteRepository', { repositoryName: 'dd' })
    const second = await page({ maxResults: 2, nextToken: first.nextToken })
    const third = await page({ maxResults: 2, nextToken: second.nextToken })
    expect([first.names, second.names, third.names]).toEqual([['bb', 'dd'], ['ee', 'ff'], ['hh']])
    expect(third.nextToken).toBeUndefined()
  })

  test.each(['nextToken', 'maxResults'])('%s makes no sense together with names', async (member) => {
    const input = { repositoryNames: ['aa'], [member]: member === 'maxResults' ? 5 : 'token' }
    expect(await api.call('DescribeRepositories', input)).toMatchObject(
      invalid(member, 'Member must not be specified together with repositoryNames'),
    )
  })

  test('a token is good for its own list only', async () => {
    await create('aa', 'bb')
    const { nextToken } = await page({ maxResults: 1 })
    expect(
      await api.call(
        'DescribeRepositories',
        { nextToken, registryId: otherAccount },
        api.credentials.gallery,
      ),
    ).toMatchObject(invalid('nextToken', foreignToken))
    for (const operation of ['DescribeImages', 'DescribeImageTags']) {
      expect(await api.call(operation, { repositoryName: 'aa', nextToken })).toMatchObject(
        invalid('nextToken', foreignToken),
      )
    }
    expect(await api.call('DescribeRegistries', { nextToken })).toMatchObject(
      invalid('nextToken', foreignToken),
    )
  })

  test('a forged, changed or cut token is refused', async () => {
    await create('aa', 'bb')
    const token = (await page({ maxResults: 1 })).nextToken ?? ''
    const changed = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`
    for (const nextToken of ['', 'aa', '!', changed, token.slice(0, -1), `${token}A`, 'A'.repeat(5000)]) {
      expect(await api.call('DescribeRepositories', { nextToken })).toMatchObject(
        invalid('nextToken', foreignToken),
      )
    }
  })
})

test('registries of others: refused to owners alike whether they exist, open to the gallery', async () => {
  await api.call('CreateRepository', { repositoryName: 'theirs' }, api.credentials.other)
  for (const registryId of [otherAccount, '999999999999']) {
    expect(await api.call('DescribeRepositories', { registryId })).toMatchObject(
      denied(
        `arn:aws:iam::${ownerAccount}:user/admin`,
        'DescribeRepositories',
        `arn:aws:ecr-public::${registryId}:repository/*`,
      ),
    )
  }
  expect(await page({ registryId: otherAccount }, api.credentials.gallery)).toMatchObject({
    names: ['theirs'],
  })
})
