/** From the request for an alias to its use and its end, by the publisher's API and the operator's verbs. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aliasRoutes } from '#registry/apis/ecr-public/alias-operations.ts'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { operationTable } from '#registry/apis/ecr-public/operation-table.ts'
import { findVerb } from '#registry/apis/operator/operator-table.ts'
import { routes } from '#registry/server/routes.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { denied, refusal } from '#testing/registry/ecr-public/refusal.ts'
import { type Credentials, signCall } from '#testing/registry/ecr-public/sign-call.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

async function send(method: 'GET' | 'POST', path: string, input: object = {}, as?: Credentials) {
  const route = aliasRoutes.find((candidate) => candidate.method === method && candidate.path === path)
  const request = await signCall(as ?? api.credentials.owner, {
    method,
    url: path,
    input,
    headers: { 'content-type': 'application/json' },
    signedAt: api.service.clock(),
  })
  const answer = await handleApiRequest(api.service, request, route?.operation)
  return { status: answer.status, body: JSON.parse(answer.body) }
}

const ask = (name: string, as?: Credentials) => send('POST', '/registry/aliases', { name }, as)
const list = async (as?: Credentials) => (await send('GET', '/registry/aliases', {}, as)).body.aliases
const call = { signal: new AbortController().signal, tell() {}, emit() {} }
const operate = async (verb: string, request: object) =>
  findVerb('alias', verb)?.call(api.service, request, call)
const describeAliases = async (as?: Credentials) => {
  const { body } = await api.call('DescribeRegistries', {}, as)
  return (body.registries as { registryUri: string; aliases: object[] }[])[0]
}
const feed = async () =>
  (await databaseOf(api.service.store).selectFrom('change').select('account_id').execute()).length

test('a request waits, and the registry has its default alias meanwhile', async () => {
  const asked = await ask('tidewater')
  expect(asked).toMatchObject({
    status: 200,
    body: {
      alias: {
        name: 'tidewater',
        status: 'PENDING',
        primaryRegistryAlias: false,
        defaultRegistryAlias: false,
        requestedAt: '2026-03-01T12:00:00.000Z',
      },
    },
  })
  expect(await ask('tidewater')).toEqual(asked)
  expect(await describeAliases()).toMatchObject({
    registryUri: expect.stringMatching(/\/(?:[a-z][0-9]){4}$/),
    aliases: [
      { status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true },
      { name: 'tidewater', status: 'PENDING', primaryRegistryAlias: false, defaultRegistryAlias: false },
    ],
  })
})

test('an approved alias leads to the registry beside the default one; the publisher makes it primary', async () => {
  await ask('tidewater')
  const before = await feed()
  await operate('approve', { account: ownerAccount, name: 'tidewater' })
  expect(await feed()).toBeGreaterThan(before)
  const both = (await list()) as { name: string }[]
  expect(both).toMatchObject([
    { status: 'ACTIVE', primaryRegistryAlias: true },
    { name: 'tidewater', status: 'ACTIVE', decidedAt: '2026-03-01T12:00:00.000Z' },
  ])
  await api.call('CreateRepository', { repositoryName: 'harbor' })
  for (const { name } of both) {
    const upload = await api.call('InitiateLayerUpload', { registryId: name, repositoryName: 'harbor' })
    expect(upload.status).toBe(200)
  }
  expect(await send('POST', '/registry/aliases/primary', { name: 'tidewater' })).toMatchObject({
    status: 200,
  })
  expect(await describeAliases()).toMatchObject({
    registryUri: 'localhost:5050/tidewater',
    aliases: [{ name: 'tidewater', primaryRegistryAlias: true }, { primaryRegistryAlias: false }],
  })
  expect(await api.call('DescribeRepositories')).toMatchObject({
    body: { repositories: [{ repositoryUri: 'localhost:5050/tidewater/harbor' }] },
  })
})

test('a refused alias shows the reason, and may be asked for again', async () => {
  await ask('acme')
  await operate('reject', { account: ownerAccount, name: 'acme', reason: 'Acme Inc. owns this name.' })
  expect((await list())[1]).toMatchObject({
    name: 'acme',
    status: 'REJECTED',
    reason: 'Acme Inc. owns this name.',
  })
  expect((await describeAliases())?.aliases[1]).toEqual({
    name: 'acme',
    status: 'REJECTED',
    primaryRegistryAlias: false,
    defaultRegistryAlias: false,
  })
  const primary = await send('POST', '/registry/aliases/primary', { name: 'acme' })
  expect(primary).toMatchObject(
    refusal('InvalidParameterException', "The alias 'acme' is REJECTED; only an active one can be primary."),
  )
  expect((await ask('acme')).body.alias).toMatchObject({ status: 'PENDING' })
  expect((await list())[1]).not.toHaveProperty('reason')
})

test('a request reserves nothing: two may wait for one name, and who is not given it is told so', async () => {
  await ask('tidewater')
  expect(await ask('tidewater', api.credentials.other)).toMatchObject({ status: 200 })
  await operate('approve', { account: otherAccount, name: 'tidewater' })
  expect((await list())[1]).toMatchObject({
    status: 'REJECTED',
    reason: 'Another registry was given this alias.',
  })
  expect(await ask('tidewater')).toMatchObject(refusal('InvalidParameterException'))
  await expect(operate('approve', { account: ownerAccount, name: 'tidewater' })).rejects.toThrow(
    'taken by another',
  )
})

test('a name that was given back never leads to another publisher', async () => {
  await operate('add', { account: ownerAccount, name: 'tidewater', primary: true })
  expect(await send('POST', '/registry/aliases/release', { name: 'tidewater' })).toMatchObject({
    status: 200,
  })
  expect((await describeAliases())?.aliases).toMatchObject([
    { primaryRegistryAlias: true, defaultRegistryAlias: true },
  ])
  const squatting = await ask('tidewater', api.credentials.other)
  expect(squatting.body.message).toContain('another registry had it')
  await expect(operate('add', { account: otherAccount, name: 'tidewater' })).rejects.toThrow('had it')
  expect((await ask('tidewater')).body.alias).toMatchObject({ status: 'PENDING' })
})

test('the default alias stays, and of requests there can be only a few', async () => {
  await ask('harbor')
  const [{ name }] = await list()
  expect(await send('POST', '/registry/aliases/release', { name })).toMatchObject(
    refusal(
      'InvalidParameterException',
      `'${name}' is the default alias of the registry, which it always keeps.`,
    ),
  )
  for (const word of ['alder', 'birch', 'cedar', 'dogwood']) await ask(word)
  expect(await ask('elm')).toMatchObject(refusal('LimitExceededException'))
  await send('POST', '/registry/aliases/release', { name: 'birch' })
  expect(await ask('elm')).toMatchObject({ status: 200 })
})

test('twenty requests at once leave as many waiting as there may be', async () => {
  const words = Array.from({ length: 20 }, (_, at) => `harbor-${'abcdefghijklmnopqrst'[at]}`)
  const answers = await Promise.all(words.map((name) => ask(name)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  const aliases = (await list()) as { status: string }[]
  expect(aliases.filter(({ status }) => status === 'PENDING')).toHaveLength(5)
  expect(aliases.filter(({ status }) => status === 'ACTIVE')).toHaveLength(1)
})

test('one publisher neither sees nor changes the aliases of another', async () => {
  await operate('add', { account: ownerAccount, name: 'tidewater' })
  expect(await list(api.credentials.other)).toEqual([])
  for (const path of ['/registry/aliases/primary', '/registry/aliases/release']) {
    const answer = await send('POST', path, { name: 'tidewater' }, api.credentials.other)
    expect(answer).toMatchObject(
      refusal('InvalidParameterException', `The registry ${otherAccount} has no alias 'tidewater'.`),
    )
  }
  const gallery = await ask('harbor', api.credentials.gallery)
  expect(gallery).toMatchObject(
    denied(
      `arn:aws:iam::${ownerAccount}:user/gallery`,
      'RequestRegistryAlias',
      `arn:aws:ecr-public::${ownerAccount}:registry/${ownerAccount}`,
    ),
  )
})

test('who may do everything with ECR Public may ask; who may read or push may not, and a policy can keep one from it', async () => {
  const users = {
    full: 'AmazonElasticContainerRegistryPublicFullAccess',
    power: 'AmazonElasticContainerRegistryPublicPowerUser',
    reader: 'AmazonElasticContainerRegistryPublicReadOnly',
  }
  const keys = new Map<string, Credentials>()
  for (const [userName, policy] of Object.entries(users)) {
    await api.addUser(userName, policy)
    const key = { accessKeyId: `AKIA${userName.toUpperCase()}`, secretAccessKey: userName.repeat(4) }
    await api.addKey({ ...key, accountId: ownerAccount, userName })
    keys.set(userName, key)
  }
  for (const userName of ['power', 'reader']) {
    expect(await ask('tidewater', keys.get(userName))).toMatchObject(
      denied(
        `arn:aws:iam::${ownerAccount}:user/${userName}`,
        'RequestRegistryAlias',
        `arn:aws:ecr-public::${ownerAccount}:registry/${ownerAccount}`,
      ),
    )
  }
  expect(await ask('tidewater', keys.get('full'))).toMatchObject({ status: 200 })
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'ecr-public:*RegistryAlias', Resource: '*' }],
  }
  const request = { account: ownerAccount, user: 'full', name: 'no-aliases', document }
  await findVerb('policy', 'put')?.call(api.service, request, call)
  const release = await send('POST', '/registry/aliases/release', { name: 'tidewater' }, keys.get('full'))
  expect(release).toMatchObject(refusal('AccessDeniedException'))
  expect(release.body.message).toContain('explicit deny')
  expect(await list(keys.get('full'))).toHaveLength(2)
})

test('the operator sees requests first, with who asks', async () => {
  await ask('zebra')
  await operate('add', { account: otherAccount, name: 'alder' })
  const { aliases } = (await operate('list', {})) as { aliases: { default: boolean }[] }
  // Where the default alias stands depends on its name, which is random.
  expect(aliases.filter((alias) => !alias.default)).toMatchObject([
    { name: 'zebra', status: 'PENDING', accountId: ownerAccount },
    { name: 'alder', status: 'ACTIVE', accountId: otherAccount },
  ])
  expect(aliases[0]).toMatchObject({ name: 'zebra' })
  expect(await operate('list', { status: 'ACTIVE', account: otherAccount })).toMatchObject({
    aliases: [{ name: 'alder', primary: true }],
  })
})

test('our operations have addresses and names of their own, apart from those of the service model', () => {
  for (const { method, path, operation } of aliasRoutes) {
    expect(operationTable.has(operation.name)).toBe(false)
    expect(routes.filter((route) => route.method === method && route.pattern.test(path))).toHaveLength(1)
  }
})
