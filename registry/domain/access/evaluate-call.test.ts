/** What calls have under condition keys, and what they need besides their own action: through the whole API. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like those of template strings.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { createSession } from '#registry/domain/identities/create-session.ts'
import { createAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import { putInlinePolicy } from '#registry/domain/identities/manage-inline-policy.ts'
import { createRole } from '#registry/domain/identities/manage-role.ts'
import { createUser } from '#registry/domain/identities/manage-user.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { type Credentials, signCall } from '#testing/registry/ecr-public/sign-call.ts'

let api: ApiTest
let ci: Credentials
beforeEach(async () => {
  api = await openApiTest()
  await createUser(api.service, { accountId: ownerAccount, name: 'ci' })
  ci = await createAccessKey(api.service, { accountId: ownerAccount, userName: 'ci' })
  await api.call('CreateRepository', { repositoryName: 'app', tags: [{ Key: 'team', Value: 'a' }] })
  await api.call('CreateRepository', { repositoryName: 'ci/app' })
})
afterEach(() => api.close())

const allow = (Action: string | string[], Condition: object = {}, Resource = '*') =>
  putInlinePolicy(api.service, {
    accountId: ownerAccount,
    user: 'ci',
    name: 'own',
    document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource, Condition } },
  })
const isAllowed = async (operation: string, input: object, as = ci) =>
  (await api.call(operation, input, as)).body.__type !== 'AccessDeniedException'
const app = { repositoryName: 'app' }

describe('the keys of tags', () => {
  test.each(['aws', 'ecr', 'ecr-public'])('%s:ResourceTag is what the repository has', async (prefix) => {
    await allow('ecr-public:DescribeImages', { StringEquals: { [`${prefix}:ResourceTag/team`]: 'a' } })
    expect(await isAllowed('DescribeImages', app)).toBe(true)
    expect(await isAllowed('DescribeImages', { repositoryName: 'ci/app' })).toBe(false)
    // A tag that changes counts at once.
    const resourceArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
    await api.call('TagResource', { resourceArn, tags: [{ Key: 'team', Value: 'b' }] })
    expect(await isAllowed('DescribeImages', app)).toBe(false)
  })

  test('aws:RequestTag and aws:TagKeys are what the call would set', async () => {
    await allow(['ecr-public:CreateRepository', 'ecr-public:TagResource'], {
      StringEquals: { 'aws:RequestTag/team': '${aws:username}' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'cost'] },
    })
    const create = (tags: object[] | undefined) =>
      isAllowed('CreateRepository', { repositoryName: 'new', ...(tags && { tags }) })
    expect(await create(undefined)).toBe(false)
    expect(await create([{ Key: 'team', Value: 'other' }])).toBe(false)
    expect(
      await create([
        { Key: 'team', Value: 'ci' },
        { Key: 'secret', Value: 'x' },
      ]),
    ).toBe(false)
    expect(
      await create([
        { Key: 'team', Value: 'ci' },
        { Key: 'cost', Value: 'x' },
      ]),
    ).toBe(true)
  })

  test('aws:TagKeys is what UntagResource would remove', async () => {
    await allow('ecr-public:UntagResource', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } })
    const resourceArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
    expect(await isAllowed('UntagResource', { resourceArn, tagKeys: ['cost'] })).toBe(false)
    expect(await isAllowed('UntagResource', { resourceArn, tagKeys: ['team'] })).toBe(true)
  })
})

describe('what is needed besides', () => {
  test('to create with tags, TagResource', async () => {
    await allow('ecr-public:CreateRepository')
    const tags = [{ Key: 'a', Value: 'b' }]
    const { body } = await api.call('CreateRepository', { repositoryName: 'new', tags }, ci)
    expect(body.message).toContain('is not authorized to perform: ecr-public:TagResource on resource: arn:')
    expect(await isAllowed('CreateRepository', { repositoryName: 'new' })).toBe(true)
  })

  test.each([
    ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'],
    ['sts:GetServiceBearerToken', 'ecr-public:GetAuthorizationToken'],
  ])('to log in with %s, %s', async (given, missing) => {
    await allow(given)
    const { body } = await api.call('GetAuthorizationToken', {}, ci)
    expect(body.message).toContain(`is not authorized to perform: ${missing} on resource: *`)
    await allow([given, missing])
    expect(await isAllowed('GetAuthorizationToken', {})).toBe(true)
  })

  test('to log in, a condition on the service that the bearer token is for', async () => {
    const login = ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken']
    await allow(login, { StringEqualsIfExists: { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' } })
    expect(await isAllowed('GetAuthorizationToken', {})).toBe(true)
    await allow(login, { StringEqualsIfExists: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' } })
    expect(await isAllowed('GetAuthorizationToken', {})).toBe(false)
  })

  test('to describe several repositories, each of them', async () => {
    await allow('ecr-public:DescribeRepositories', {}, `arn:aws:ecr-public::${ownerAccount}:repository/app`)
    const look = (...repositoryNames: string[]) => isAllowed('DescribeRepositories', { repositoryNames })
    expect(await look('app')).toBe(true)
    expect(await look('app', 'ci/app')).toBe(false)
    expect(await isAllowed('DescribeRepositories', {})).toBe(false)
  })
})

describe('the keys of the request', () => {
  test('aws:username in a resource', async () => {
    await allow('ecr-public:*', {}, 'arn:aws:ecr-public::*:repository/${aws:username}/*')
    expect(await isAllowed('DescribeImages', { repositoryName: 'ci/app' })).toBe(true)
    expect(await isAllowed('DescribeImages', app)).toBe(false)
  })

  test('aws:SourceIp and aws:UserAgent', async () => {
    const ask = async (sourceIp: string, userAgent: string) => {
      const headers = { 'user-agent': userAgent }
      const request = await signCall(ci, {
        operation: 'DescribeImages',
        input: app,
        signedAt: api.service.clock(),
        headers,
      })
      const { body } = await handleApiRequest(api.service, { ...request, sourceIp })
      return JSON.parse(body).__type !== 'AccessDeniedException'
    }
    await allow('ecr-public:*', {
      IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] },
      StringLike: { 'aws:UserAgent': 'aws-cli/*' },
    })
    expect(await ask('192.0.2.1', 'aws-cli/2.9')).toBe(true)
    expect(await ask('2001:db8::1', 'aws-cli/2.9')).toBe(true)
    expect(await ask('198.51.100.1', 'aws-cli/2.9')).toBe(false)
    expect(await ask('192.0.2.1', 'curl/8')).toBe(false)
    expect(await ask('', 'aws-cli/2.9')).toBe(false)
  })

  test('aws:CurrentTime and aws:EpochTime', async () => {
    await allow('ecr-public:*', {
      DateLessThan: { 'aws:CurrentTime': '2026-03-01T13:00:00Z' },
      DateGreaterThan: { 'aws:EpochTime': '1772362800' },
    })
    expect(await isAllowed('DescribeImages', app)).toBe(true)
    api.setTime('2026-03-01T13:00:00.000Z')
    expect(await isAllowed('DescribeImages', app)).toBe(false)
    api.setTime('2026-03-01T10:59:59.000Z')
    expect(await isAllowed('DescribeImages', app)).toBe(false)
  })

  test('aws:SecureTransport is how clients reach the registry', async () => {
    await allow('ecr-public:*', { Bool: { 'aws:SecureTransport': 'true' } })
    expect(await isAllowed('DescribeImages', app)).toBe(false)
    api.service.config = { ...api.service.config, registryUrl: 'https://registry.example' }
    expect(await isAllowed('DescribeImages', app)).toBe(true)
  })

  test('of a role session: the role under aws:PrincipalArn, both ids under aws:userid, and no aws:username', async () => {
    const trustPolicy = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }
    const role = { accountId: ownerAccount, name: 'build', trustPolicy, maxSessionSeconds: 3600 }
    await createRole(api.service, role)
    const session = await createSession(api.service, {
      accountId: ownerAccount,
      role: 'build',
      sessionName: 'run-1',
      seconds: 900,
    })
    const underCondition = async (Condition: object) => {
      const Statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition }
      const document = { Version: '2012-10-17', Statement }
      await putInlinePolicy(api.service, { accountId: ownerAccount, role: 'build', name: 'own', document })
      return isAllowed('DescribeImages', app, session)
    }
    const roleArn = `arn:aws:iam::${ownerAccount}:role/build`
    expect(await underCondition({ ArnEquals: { 'aws:PrincipalArn': roleArn } })).toBe(true)
    expect(await underCondition({ StringLike: { 'aws:userid': 'AROA*:run-1' } })).toBe(true)
    expect(await underCondition({ StringLike: { 'aws:userid': 'AROA*:run-2' } })).toBe(false)
    expect(await underCondition({ Null: { 'aws:username': 'true' } })).toBe(true)
    expect(await underCondition({ StringEquals: { 'aws:PrincipalType': 'AssumedRole' } })).toBe(true)
  })
})
