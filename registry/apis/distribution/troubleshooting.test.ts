/** docs/troubleshooting.md: each message that it quotes is the one that is answered, and each way out is one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { createAccessKey, setKeyStatus } from '#registry/domain/identities/manage-access-key.ts'
import { putInlinePolicy } from '#registry/domain/identities/manage-inline-policy.ts'
import { attachPolicy, detachPolicy } from '#registry/domain/identities/manage-managed-policy.ts'
import { createUser } from '#registry/domain/identities/manage-user.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import type { Credentials } from '#testing/registry/ecr-public/sign-call.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'troubleshooting.md'), 'utf8')
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', section]),
)
const quote = (section: string, language: string) =>
  [
    ...(sections.get(section) ?? '').matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')),
  ].map(([, quoted = '']) => quoted.trim())

const publisher = '111122223333'
const builder = { accountId: '444455556666', user: 'builder' }
const uploads = '/v2/publisher/my-repo/blobs/uploads/'

let api: DistributionTest
let owner: Credentials
beforeEach(async () => {
  api = await openDistributionTest()
  for (const accountId of [publisher, builder.accountId]) await createAccount(api.service, { accountId })
  await addAlias(api.service, { accountId: publisher, name: 'publisher', primary: true })
  owner = await createAccessKey(api.service, { accountId: publisher, userName: 'admin' })
  await api.call('CreateRepository', { repositoryName: 'my-repo' }, owner)
})
afterEach(() => api.close())

async function addUser(accountId: string, name: string): Promise<Credentials> {
  await createUser(api.service, { accountId, name })
  return createAccessKey(api.service, { accountId, userName: name })
}
const toMessage = (answered: string) => JSON.parse(answered).errors[0].message

test('not authorized to perform an action', async () => {
  const [describeDenied, loginDenied] = quote('Not authorized to perform an action', 'text')
  const user = { accountId: publisher, user: 'mateojackson' }
  const credentials = await addUser(publisher, 'mateojackson')
  const look = () => api.call('DescribeRepositories', { repositoryNames: ['my-repo'] }, credentials)
  expect(await look()).toMatchObject({
    status: 400,
    body: { __type: 'AccessDeniedException', message: describeDenied },
  })
  await attachPolicy(api.service, { ...user, policy: 'AmazonElasticContainerRegistryPublicReadOnly' })
  expect(await look()).toMatchObject({ status: 200 })
  await detachPolicy(api.service, { ...user, policy: 'AmazonElasticContainerRegistryPublicReadOnly' })
  const Statement = { Effect: 'Allow', Action: 'ecr-public:*', Resource: '*' }
  await putInlinePolicy(api.service, { ...user, name: 'half', document: { Statement } })
  const { body } = await api.call('GetAuthorizationToken', {}, credentials)
  expect(body).toEqual({ __type: 'AccessDeniedException', message: loginDenied })
})

test('a push from another account is denied', async () => {
  const [resourceMissing, identityMissing] = quote('A push from another account is denied', 'text')
  const [policyText = ''] = quote('A push from another account is denied', 'json')
  const policy = 'AmazonElasticContainerRegistryPublicPowerUser'
  const credentials = await addUser(builder.accountId, builder.user)
  await attachPolicy(api.service, { ...builder, policy })
  const authorization = toBasic(await api.password(credentials))
  const push = () => api.send('POST', uploads, { authorization })
  const initiate = () =>
    api.call('InitiateLayerUpload', { registryId: publisher, repositoryName: 'my-repo' }, credentials)
  const denied = await push()
  expect(denied).toMatchObject({ status: 403, error: 'DENIED' })
  expect(toMessage(denied.text)).toBe(resourceMissing)
  expect(await initiate()).toMatchObject({
    body: { __type: 'AccessDeniedException', message: resourceMissing },
  })

  await api.call('SetRepositoryPolicy', { repositoryName: 'my-repo', policyText }, owner)
  expect(await push()).toMatchObject({ status: 202 })
  expect(await initiate()).toMatchObject({ status: 200 })

  await detachPolicy(api.service, { ...builder, policy })
  expect(toMessage((await push()).text)).toBe(identityMissing)
})

test('a login that has expired', async () => {
  const [expired, invalid] = quote('A login that has expired', 'text')
  const authorization = toBasic(await api.password(owner))
  api.setTime('2026-03-02T00:00:00.000Z')
  for (const [method, url] of [
    ['POST', uploads],
    ['GET', '/v2/publisher/my-repo/tags/list'],
  ] as const) {
    const { status, text: answered } = await api.send(method, url, { authorization })
    expect({ status, message: toMessage(answered) }).toEqual({ status: 401, message: expired })
  }
  // Without a login, as after docker logout.
  expect(await api.send('GET', '/v2/publisher/my-repo/tags/list', { as: 'anyone' })).toMatchObject({
    status: 200,
  })
  const renewed = toBasic(await api.password(owner))
  expect(await api.send('POST', uploads, { authorization: renewed })).toMatchObject({ status: 202 })
  await setKeyStatus(api.service, { accessKeyId: owner.accessKeyId, status: 'Inactive' })
  expect(toMessage((await api.send('POST', uploads, { authorization: renewed })).text)).toBe(invalid)
})
