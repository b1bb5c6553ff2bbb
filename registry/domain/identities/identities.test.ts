/** Users, groups, roles and policies as an operator makes them, and the explanation of decisions. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clearRepositoryPolicy } from '#registry/apis/operator/clear-repository-policy.ts'
import { explainDecision } from '#registry/apis/operator/explain-decision.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { addCast } from '#testing/registry/ecr-public/add-cast.ts'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { createAccount } from './create-account.ts'
import { createSession } from './create-session.ts'
import { listPolicies } from './list-policies.ts'
import { createAccessKey, deleteAccessKey, listKeys } from './manage-access-key.ts'
import { addToGroup, createGroup, deleteGroup, listGroups, removeFromGroup } from './manage-group.ts'
import { deleteInlinePolicy, putInlinePolicy } from './manage-inline-policy.ts'
import { attachPolicy, createPolicy, deletePolicy, detachPolicy } from './manage-managed-policy.ts'
import { createRole, deleteRole, listRoles, setTrustPolicy } from './manage-role.ts'
import { createUser, deleteUser, listUsers } from './manage-user.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const accountId = ownerAccount
const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
const trustPolicy = {
  Statement: { Effect: 'Allow', Principal: { AWS: ownerAccount }, Action: 'sts:AssumeRole' },
}

describe('users', () => {
  test('belong to an account, and their names differ by more than case', async () => {
    const user = await createUser(api.service, { accountId, name: 'ci' })
    expect(user).toMatchObject({ arn: `arn:aws:iam::${accountId}:user/ci` })
    expect(user.userId).toMatch(/^AIDA[A-Z2-7]{16}$/)
    await expect(createUser(api.service, { accountId, name: 'CI' })).rejects.toThrow('already')
    await createUser(api.service, { accountId: otherAccount, name: 'ci' })
    expect(await listUsers(api.service, { accountId })).toMatchObject([
      { userName: 'admin', groups: [] },
      { userName: 'ci', groups: [] },
    ])
  })

  test.each(['', 'a/b', 'a b', 'x'.repeat(65), 'ü', 'a:b', '*'])('cannot be called %j', async (name) => {
    await expect(createUser(api.service, { accountId, name })).rejects.toThrow('cannot be the name of a user')
  })

  test('have two keys, and not three; sessions do not count', async () => {
    await createUser(api.service, { accountId, name: 'ci' })
    const first = await createAccessKey(api.service, { accountId, userName: 'ci' })
    await createAccessKey(api.service, { accountId, userName: 'ci' })
    await createAccessKey(api.service, { accountId, userName: 'ci', sessionSeconds: 900 })
    await expect(createAccessKey(api.service, { accountId, userName: 'ci' })).rejects.toThrow(
      'has 2 access keys',
    )
    await deleteAccessKey(api.service, first)
    await createAccessKey(api.service, { accountId, userName: 'ci' })
    expect(await listKeys(api.service, { accountId, user: 'ci' })).toHaveLength(3)
  })

  test('go with their keys, memberships and policies', async () => {
    await createUser(api.service, { accountId, name: 'ci' })
    await createAccessKey(api.service, { accountId, userName: 'ci' })
    await createGroup(api.service, { accountId, name: 'pushers' })
    await addToGroup(api.service, { accountId, name: 'pushers', user: 'ci' })
    await putInlinePolicy(api.service, { accountId, user: 'ci', name: 'p', document })
    await deleteUser(api.service, { accountId, name: 'ci' })
    expect(await listKeys(api.service, { accountId, user: 'ci' })).toEqual([])
    expect(await listGroups(api.service, { accountId })).toMatchObject([{ users: [] }])
    expect((await listPolicies(api.service, { accountId })).inline).toEqual([])
    await expect(deleteUser(api.service, { accountId, name: 'ci' })).rejects.toThrow("no user 'ci'")
  })

  test('the owner of a new account may do everything, and a new user nothing', async () => {
    await createAccount(api.service, { accountId: '333333333333' })
    const owner = await createAccessKey(api.service, { accountId: '333333333333', userName: 'admin' })
    expect(await api.call('CreateRepository', { repositoryName: 'app' }, owner)).toMatchObject({
      status: 200,
    })
    await createUser(api.service, { accountId: '333333333333', name: 'ci' })
    const user = await createAccessKey(api.service, { accountId: '333333333333', userName: 'ci' })
    expect(await api.call('DescribeRepositories', {}, user)).toMatchObject({
      body: { __type: 'AccessDeniedException' },
    })
  })
})

describe('groups and roles', () => {
  test('a group has members for as long as they are in it', async () => {
    await createUser(api.service, { accountId, name: 'ci' })
    await createGroup(api.service, { accountId, name: 'pushers' })
    const member = { accountId, name: 'pushers', user: 'ci' }
    await addToGroup(api.service, member)
    await addToGroup(api.service, member)
    expect(await listGroups(api.service, { accountId })).toMatchObject([
      { groupName: 'pushers', users: ['ci'] },
    ])
    await removeFromGroup(api.service, member)
    await expect(removeFromGroup(api.service, member)).rejects.toThrow('is not in the group')
    await deleteGroup(api.service, { accountId, name: 'pushers' })
    await expect(addToGroup(api.service, member)).rejects.toThrow("no group 'pushers'")
  })

  test('a role has a trust policy of the grammar, and sessions within its bounds', async () => {
    const role = { accountId, name: 'build', trustPolicy, maxSessionSeconds: 900 }
    expect(await createRole(api.service, role)).toMatchObject({ arn: `arn:aws:iam::${accountId}:role/build` })
    await expect(createRole(api.service, role)).rejects.toThrow('already')
    await expect(createRole(api.service, { ...role, name: 'x', trustPolicy: document })).rejects.toThrow(
      'The policy is not valid: Statement',
    )
    const session = { accountId, role: 'build', sessionName: 'run', seconds: 900 }
    const credentials = await createSession(api.service, session)
    expect(credentials.accessKeyId).toMatch(/^ASIA/)
    await expect(createSession(api.service, { ...session, seconds: 901 })).rejects.toThrow(
      '900 seconds at most',
    )
    await expect(createSession(api.service, { ...session, sessionName: 'a/b' })).rejects.toThrow('session')
    const { body } = await api.call('DescribeRegistries', {}, credentials)
    expect(body.message).toContain(`User: arn:aws:sts::${accountId}:assumed-role/build/run is not authorized`)
    const anyone = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }
    await setTrustPolicy(api.service, { accountId, name: 'build', trustPolicy: anyone })
    expect(await listRoles(api.service, { accountId })).toMatchObject([{ trustPolicy: anyone }])
    await deleteRole(api.service, { accountId, name: 'build' })
    expect(await api.call('DescribeRegistries', {}, credentials)).toMatchObject({
      body: { __type: 'UnrecognizedClientException' },
    })
  })
})

describe('policies', () => {
  test('of one holder are replaced by name and deleted', async () => {
    await createUser(api.service, { accountId, name: 'ci' })
    const own = { accountId, user: 'ci', name: 'p' }
    await putInlinePolicy(api.service, { ...own, document })
    const second = { ...document, Version: '2008-10-17' }
    await putInlinePolicy(api.service, { ...own, document: second })
    expect((await listPolicies(api.service, { accountId })).inline).toEqual([
      { of: 'user/ci', name: 'p', document: second },
    ])
    await deleteInlinePolicy(api.service, own)
    await expect(deleteInlinePolicy(api.service, own)).rejects.toThrow("no inline policy 'p'")
  })

  test.each<[string, unknown, string]>([
    ['a principal', { Statement: { ...document.Statement, Principal: '*' } }, 'Statement'],
    ['no resource', { Statement: { Effect: 'Allow', Action: '*' } }, 'either Resource or NotResource'],
    ['an operator that does not exist', withCondition({ StringSame: { 'aws:username': 'x' } }), 'operator'],
    [
      'a resource that is no ARN',
      { Statement: { ...document.Statement, Resource: 'app' } },
      'must be * or an ARN',
    ],
    ['a text', 'Allow', 'policy'],
    ['more than 6,144 characters', { ...document, Id: 'x'.repeat(6_144) }, 'may have 6144'],
  ])('with %s are refused', async (_what, bad, reason) => {
    await createUser(api.service, { accountId, name: 'ci' })
    const request = { accountId, user: 'ci', name: 'p', document: bad }
    await expect(putInlinePolicy(api.service, request)).rejects.toThrow(reason)
  })

  test('that are managed are attached by name or ARN, and not deleted before they are detached', async () => {
    const { arn } = await createPolicy(api.service, { accountId, name: 'all', document })
    expect(arn).toBe(`arn:aws:iam::${accountId}:policy/all`)
    await createUser(api.service, { accountId, name: 'ci' })
    expect(await attachPolicy(api.service, { accountId, user: 'ci', policy: arn })).toEqual({
      arn,
      user: 'ci',
    })
    await attachPolicy(api.service, { accountId, user: 'ci', policy: 'all' })
    await expect(deletePolicy(api.service, { accountId, name: 'all' })).rejects.toThrow('is attached')
    expect((await listPolicies(api.service, { accountId })).managed[0]).toMatchObject({
      arn,
      attachedTo: ['user/ci'],
    })
    await detachPolicy(api.service, { accountId, user: 'ci', policy: 'all' })
    await deletePolicy(api.service, { accountId, name: 'all' })
    await expect(attachPolicy(api.service, { accountId, user: 'ci', policy: 'all' })).rejects.toThrow(
      'AdministratorAccess',
    )
    await expect(deletePolicy(api.service, { accountId, name: 'AdministratorAccess' })).rejects.toThrow(
      'built in',
    )
    await createUser(api.service, { accountId: otherAccount, name: 'ci' })
    await createPolicy(api.service, { accountId, name: 'own', document })
    const foreign = { accountId: otherAccount, user: 'ci', policy: `arn:aws:iam::${accountId}:policy/own` }
    await expect(attachPolicy(api.service, foreign)).rejects.toThrow('has no policy')
  })
})

describe('an explanation', () => {
  const app = `arn:aws:ecr-public::${ownerAccount}:repository/app`
  const explain = (user: string, action: string, resource = app, accountId = ownerAccount) =>
    explainDecision(api.service, { principal: `arn:aws:iam::${accountId}:user/${user}`, action, resource })
  beforeEach(async () => {
    await api.call('CreateRepository', { repositoryName: 'app' })
    await addCast(api)
  })

  test.each<[string, string, string, string, string[]]>([
    [
      'powerUser',
      ownerAccount,
      'ecr-public:PutImage',
      'allowed',
      ['arn:aws:iam::aws:policy/AmazonElasticContainerRegistryPublicPowerUser, statement 0'],
    ],
    ['onApp', ownerAccount, 'ecr-public:PutImage', 'allowed', ['user/onApp/own, statement 1']],
    [
      'denied',
      ownerAccount,
      'ecr-public:PutImage',
      'denied',
      ['user/denied/own, statement 0 (Sid "NotApp")'],
    ],
    [
      'byRepository',
      ownerAccount,
      'ecr-public:PutImage',
      'allowed',
      ['repository/app, statement 0 (Sid "LetOthersIn")'],
    ],
    ['noPolicies', ownerAccount, 'ecr-public:PutImage', 'denied', []],
    [
      'crossBoth',
      otherAccount,
      'ecr-public:PutImage',
      'allowed',
      [
        'arn:aws:iam::aws:policy/AmazonElasticContainerRegistryPublicFullAccess, statement 0',
        'repository/app, statement 0 (Sid "LetOthersIn")',
      ],
    ],
    ['crossIdentityOnly', otherAccount, 'ecr-public:PutImage', 'denied', []],
  ])('of %s of %s: %s is %s', async (user, account, action, decision, statements) => {
    expect(await explain(user, action, app, account)).toMatchObject({ decision, statements })
  })

  test('has the message that a denied caller gets', async () => {
    const { message } = await explain('noPolicies', 'ecr-public:DescribeImages')
    const user = { accountId, userName: 'noPolicies' }
    const key = await createAccessKey(api.service, user)
    const { body } = await api.call('DescribeImages', { repositoryName: 'app' }, key)
    expect(body.message).toBe(message)
  })

  test('takes conditions as they are given, and repositories by their alias', async () => {
    const { service } = api
    await putInlinePolicy(service, {
      accountId,
      user: 'noPolicies',
      name: 'office',
      document: withCondition({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
    })
    const { name } = await databaseOf(service.store)
      .selectFrom('alias')
      .select('name')
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
    const ask = (sourceIp: string) =>
      explainDecision(service, {
        principal: `arn:aws:iam::${accountId}:user/noPolicies`,
        action: 'ecr-public:PutImage',
        resource: `${name}/app`,
        context: { 'aws:SourceIp': sourceIp },
      })
    expect(await ask('192.0.2.7')).toMatchObject({ decision: 'allowed' })
    expect(await ask('198.51.100.7')).toMatchObject({ decision: 'denied', reason: 'no-identity-allow' })
  })

  test('of a role, of an unknown action and of a pull', async () => {
    const session = { principal: `arn:aws:sts::${accountId}:assumed-role/build/any`, resource: app }
    expect(await explainDecision(api.service, { ...session, action: 'ecr-public:PutImage' })).toMatchObject({
      decision: 'allowed',
    })
    expect((await explain('admin', 'ecr-public:ListImages')).warnings).toEqual([
      'ecr-public:ListImages is not an action of this registry.',
    ])
    expect((await explain('admin', 'ecr-public:BatchGetImage')).warnings).toEqual([
      'Pulls are public: no policy is asked.',
    ])
  })

  test('of nobody and nothing says so', async () => {
    await expect(explain('nobody', 'ecr-public:PutImage')).rejects.toThrow("no user 'nobody'")
    const request = { principal: 'admin', action: 'ecr-public:PutImage', resource: app }
    await expect(explainDecision(api.service, request)).rejects.toThrow('is not a principal')
    await expect(explain('admin', 'ecr-public:PutImage', 'nothing/app')).rejects.toThrow('is not a resource')
  })
})

function withCondition(Condition: object): object {
  return { Version: '2012-10-17', Statement: { ...document.Statement, Condition } }
}

test('an owner who is locked out of a repository by its policy is let in again', async () => {
  const repositoryName = 'app'
  await api.call('CreateRepository', { repositoryName })
  const named = { accountId, repositoryName }
  await expect(clearRepositoryPolicy(api.service, named)).rejects.toThrow('has no policy')
  const policyText = JSON.stringify({ Statement: { Effect: 'Deny', Principal: '*', Action: '*' } })
  await api.call('SetRepositoryPolicy', { repositoryName, policyText, force: true })
  const ask = () => api.call('DeleteRepositoryPolicy', { repositoryName })
  expect(await ask()).toMatchObject({ body: { __type: 'AccessDeniedException' } })
  const cleared = await clearRepositoryPolicy(api.service, named)
  expect(JSON.parse(cleared.policyText)).toEqual(JSON.parse(policyText))
  expect(await ask()).toMatchObject({ body: { __type: 'RepositoryPolicyNotFoundException' } })
  await expect(clearRepositoryPolicy(api.service, { ...named, repositoryName: 'none' })).rejects.toThrow(
    "has no repository 'none'",
  )
})
