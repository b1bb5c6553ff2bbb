/** Everybody who may or may not do something, for the matrices: users and roles with policies, made as an operator would. */

import { createSession } from '#registry/domain/identities/create-session.ts'
import { createAccessKey, setKeyStatus } from '#registry/domain/identities/manage-access-key.ts'
import { addToGroup, createGroup } from '#registry/domain/identities/manage-group.ts'
import { putInlinePolicy } from '#registry/domain/identities/manage-inline-policy.ts'
import { attachPolicy } from '#registry/domain/identities/manage-managed-policy.ts'
import { createRole } from '#registry/domain/identities/manage-role.ts'
import { createUser } from '#registry/domain/identities/manage-user.ts'
import { type ApiTest, otherAccount, ownerAccount } from './open-api-test.ts'
import type { Credentials } from './sign-call.ts'

const repositoryArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
const login = { Effect: 'Allow', Action: ['ecr-public:GetAuthorizationToken', 'sts:*'], Resource: '*' }

/** Those of `ownerAccount`, whose repository `app` it is about, then those of the other account. */
export const castNames = [
  ...(['owner', 'noPolicies', 'readOnly', 'powerUser', 'fullAccess', 'onApp', 'denied', 'member'] as const),
  ...(['roleSession', 'byRepository', 'inactive', 'gallery'] as const),
  ...(['otherOwner', 'crossBoth', 'crossIdentityOnly', 'crossResourceOnly'] as const),
] as const
export type CastName = (typeof castNames)[number]

/** What the repository `app` allows: everything but to delete it, to three users by their names. */
export const appPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Sid: 'LetOthersIn',
    Effect: 'Allow',
    Principal: {
      AWS: [
        `arn:aws:iam::${ownerAccount}:user/byRepository`,
        `arn:aws:iam::${otherAccount}:user/crossBoth`,
        `arn:aws:iam::${otherAccount}:user/crossResourceOnly`,
      ],
    },
    NotAction: ['ecr-public:DeleteRepository', 'ecr-public:DeleteRepositoryPolicy'],
  },
})

/** Makes them all; the repository `app` of the owner has to be there, and gets its policy. */
export async function addCast(api: ApiTest): Promise<Record<CastName, Credentials>> {
  const { service } = api
  const addUser = async (userName: string, policies: string[], accountId = ownerAccount) => {
    await createUser(service, { accountId, name: userName })
    for (const policy of policies) await attachPolicy(service, { accountId, user: userName, policy })
    return createAccessKey(service, { accountId, userName })
  }
  const put = (user: string, ...statements: object[]) =>
    putInlinePolicy(service, {
      accountId: ownerAccount,
      user,
      name: 'own',
      document: { Version: '2012-10-17', Statement: statements },
    })
  const ofService = (name: string) => `AmazonElasticContainerRegistryPublic${name}`

  const onApp = await addUser('onApp', [])
  await put('onApp', login, { Effect: 'Allow', Action: 'ecr-public:*', Resource: repositoryArn })
  const denied = await addUser('denied', [ofService('FullAccess')])
  await put('denied', { Sid: 'NotApp', Effect: 'Deny', Action: 'ecr-public:*', Resource: repositoryArn })
  const byRepository = await addUser('byRepository', [])
  await put('byRepository', login)
  const member = await addUser('member', [])
  await createGroup(service, { accountId: ownerAccount, name: 'pushers' })
  await attachPolicy(service, { accountId: ownerAccount, group: 'pushers', policy: ofService('PowerUser') })
  await addToGroup(service, { accountId: ownerAccount, name: 'pushers', user: 'member' })
  const inactive = await addUser('inactive', [ofService('FullAccess')])
  await setKeyStatus(service, { accessKeyId: inactive.accessKeyId, status: 'Inactive' })
  await createRole(service, {
    accountId: ownerAccount,
    name: 'build',
    trustPolicy: {
      Statement: { Effect: 'Allow', Principal: { AWS: ownerAccount }, Action: 'sts:AssumeRole' },
    },
    maxSessionSeconds: 43_200,
  })
  await attachPolicy(service, { accountId: ownerAccount, role: 'build', policy: ofService('PowerUser') })
  const session = { accountId: ownerAccount, role: 'build', sessionName: 'run-1', seconds: 43_200 }
  await api.call('SetRepositoryPolicy', { repositoryName: 'app', policyText: appPolicy })
  return {
    owner: api.credentials.owner,
    noPolicies: await addUser('noPolicies', []),
    readOnly: await addUser('readOnly', [ofService('ReadOnly')]),
    powerUser: await addUser('powerUser', [ofService('PowerUser')]),
    fullAccess: await addUser('fullAccess', [ofService('FullAccess')]),
    onApp,
    denied,
    member,
    roleSession: await createSession(service, session),
    byRepository,
    inactive,
    gallery: api.credentials.gallery,
    otherOwner: api.credentials.other,
    crossBoth: await addUser('crossBoth', [ofService('FullAccess')], otherAccount),
    crossIdentityOnly: await addUser('crossIdentityOnly', [ofService('FullAccess')], otherAccount),
    crossResourceOnly: await addUser('crossResourceOnly', [], otherAccount),
  }
}
