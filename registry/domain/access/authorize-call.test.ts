import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type ApiTest,
  openApiTest,
  otherAccount,
  ownerAccount,
} from '#testing/registry/ecr-public/open-api-test.ts'
import { authorizeCall } from './authorize-call.ts'
import { type Call, evaluateCall } from './evaluate-call.ts'
import { findIdentity } from './find-identity.ts'
import { compilePolicy } from './policy/compile-policy.ts'

const origin = { sourceIp: '127.0.0.1', userAgent: 'test' }
const own = { registryId: ownerAccount, arn: `arn:aws:ecr-public::${ownerAccount}:repository/app` }
const foreign = { registryId: otherAccount, arn: `arn:aws:ecr-public::${otherAccount}:repository/app` }

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

async function authorize(as: 'owner' | 'gallery', call: Partial<Call>): Promise<void> {
  const identity = await findIdentity(api.service, api.credentials[as].accessKeyId)
  if (identity === null) throw new Error(`${as} has no key.`)
  const whole = { action: 'ecr-public:DescribeImages', access: 'read', ...own, ...call } as const
  await authorizeCall(api.service, identity.principal, origin, whole)
}

describe('an owner', () => {
  test.each(['read', 'write'] as const)('may %s in its own registry', async (access) => {
    await authorize('owner', { access })
  })

  test.each(['read', 'write'] as const)('may not %s in any other registry', async (access) => {
    await expect(authorize('owner', { access, ...foreign })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining(
        `User: arn:aws:iam::111111111111:user/admin is not authorized to perform: ecr-public:DescribeImages on resource: ${foreign.arn} because no `,
      ),
    })
  })

  test('gets the same answer for an alias that nobody has', async () => {
    await expect(authorize('owner', { ...foreign, registryId: null })).rejects.toMatchObject({
      code: 'AccessDeniedException',
    })
  })
})

test('of a user agent no more is matched with patterns than a client needs', async () => {
  const { principal } = (await findIdentity(api.service, api.credentials.owner.accessKeyId)) ?? {}
  if (principal === undefined) throw new Error('The owner has no key.')
  const Condition = { StringLike: { 'aws:UserAgent': `*${'?'.repeat(513)}` } }
  const repositoryPolicy = compilePolicy('long', {
    Statement: { Effect: 'Deny', Principal: '*', Action: '*', Condition },
  })
  const call = { action: 'ecr-public:DescribeImages', access: 'read', ...own } as const
  const decide = (userAgent: string) =>
    evaluateCall(api.service, principal, { ...origin, userAgent }, call, { repositoryPolicy })
  expect(await decide('a'.repeat(15_000))).toMatchObject({ reason: 'allowed' })
})

describe('the gallery', () => {
  test('may read every registry', async () => {
    await authorize('gallery', own)
    await authorize('gallery', foreign)
  })

  test('may write none', async () => {
    for (const resource of [own, foreign]) {
      await expect(authorize('gallery', { access: 'write', ...resource })).rejects.toMatchObject({
        code: 'AccessDeniedException',
      })
    }
  })
})
