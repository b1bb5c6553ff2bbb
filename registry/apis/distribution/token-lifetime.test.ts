/** How long logins and tokens are good, and what ends them before: with a clock that tests move, back too. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSession } from '#registry/domain/identities/create-session.ts'
import {
  createAccessKey,
  deleteAccessKey,
  setKeyStatus,
} from '#registry/domain/identities/manage-access-key.ts'
import { deleteGroup, removeFromGroup } from '#registry/domain/identities/manage-group.ts'
import { putInlinePolicy } from '#registry/domain/identities/manage-inline-policy.ts'
import { attachPolicy, detachPolicy } from '#registry/domain/identities/manage-managed-policy.ts'
import { deleteRole } from '#registry/domain/identities/manage-role.ts'
import { createUser, deleteUser } from '#registry/domain/identities/manage-user.ts'
import { revokeTokens } from '#registry/domain/identities/revoke-tokens.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { addCast, type CastName } from '#testing/registry/ecr-public/add-cast.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import type { Credentials } from '#testing/registry/ecr-public/sign-call.ts'

const uploads = '/v2/acme/app/blobs/uploads/'
const powerUser = 'AmazonElasticContainerRegistryPublicPowerUser'
const invalid = { status: 401, text: expect.stringContaining('Your Authorization Token is invalid.') }
const expired = { status: 401, text: expect.stringContaining('Your authorization token has expired.') }
const denied = { status: 403, error: 'DENIED' }

let api: DistributionTest
let cast: Record<CastName, Credentials>
beforeEach(async () => {
  api = await openDistributionTest()
  cast = await addCast(api)
})
afterEach(() => api.close())

const login = async (credentials: Credentials) => toBasic(await api.password(credentials))
/** A token of `/token/` for the login. */
async function exchange(authorization: string, scope = 'repository:acme/app:pull,push'): Promise<string> {
  const { text } = await api.send('GET', `/token/?scope=${scope}`, { authorization })
  return `Bearer ${JSON.parse(text).token}`
}
const push = (authorization: string) => api.send('POST', uploads, { authorization })

describe('time', () => {
  test('a login is good for 12 hours, to the second, and then gets nothing but pulls', async () => {
    const basic = await login(cast.powerUser)
    api.setTime('2026-03-01T23:59:59.999Z')
    expect(await push(basic)).toMatchObject({ status: 202 })
    const bearer = await exchange(basic)
    api.setTime('2026-03-02T00:00:00.000Z')
    expect(await push(basic)).toMatchObject(expired)
    expect(await push(bearer)).toMatchObject(expired)
  })

  test('a token is good for a quarter of an hour, and none that it is exchanged for outlasts the login', async () => {
    let bearer = await exchange(await login(cast.powerUser))
    api.setTime('2026-03-01T12:14:59.000Z')
    expect(await push(bearer)).toMatchObject({ status: 202 })
    api.setTime('2026-03-01T12:15:00.000Z')
    expect(await push(bearer)).toMatchObject(expired)
    api.setTime('2026-03-01T12:00:00.000Z')
    const basic = await login(cast.powerUser)
    api.setTime('2026-03-01T23:50:00.000Z')
    bearer = await exchange(await exchange(basic))
    api.setTime('2026-03-01T23:59:59.000Z')
    expect(await push(bearer)).toMatchObject({ status: 202 })
    api.setTime('2026-03-02T00:00:00.000Z')
    expect(await push(bearer)).toMatchObject(expired)
  })

  test('a clock that steps back makes nothing good again that was revoked', async () => {
    const basic = await login(cast.powerUser)
    const bearer = await exchange(basic)
    await revokeTokens(api.service, { accountId: ownerAccount, user: 'powerUser' })
    for (const time of ['2026-03-01T11:00:00.000Z', '2026-03-01T08:00:00.000Z', '2026-03-01T12:00:01.000Z']) {
      api.setTime(time)
      expect(await push(basic), time).toMatchObject(invalid)
      expect(await push(bearer), time).toMatchObject(invalid)
      // And keeps nobody from logging in again.
      expect(await push(await login(cast.powerUser)), time).toMatchObject({ status: 202 })
    }
  })

  test('a clock that steps forward ends what has come to its end, and only that', async () => {
    const early = await login(cast.powerUser)
    api.setTime('2026-03-01T20:00:00.000Z')
    const late = await login(cast.powerUser)
    api.setTime('2026-03-02T01:00:00.000Z')
    expect(await push(early)).toMatchObject(expired)
    expect(await push(late)).toMatchObject({ status: 202 })
  })

  test('a login of a session ends with the session', async () => {
    const session = { accountId: ownerAccount, role: 'build', sessionName: 'short', seconds: 900 }
    const credentials = await createSession(api.service, session)
    const { body } = await api.call('GetAuthorizationToken', {}, credentials)
    const { authorizationToken, expiresAt } = body.authorizationData as {
      authorizationToken: string
      expiresAt: number
    }
    expect(expiresAt).toBe(Date.parse('2026-03-01T12:15:00Z') / 1000)
    const basic = `Basic ${authorizationToken}`
    const bearer = await exchange(basic)
    expect(await push(basic)).toMatchObject({ status: 202 })
    api.setTime('2026-03-01T12:15:00.000Z')
    expect(await push(basic)).toMatchObject(expired)
    expect(await push(bearer)).toMatchObject(expired)
  })
})

describe('revocation', () => {
  const revoked = async (credentials: Credentials, revoke: () => Promise<unknown>) => {
    const basic = await login(credentials)
    const bearer = await exchange(basic)
    expect(await push(basic)).toMatchObject({ status: 202 })
    expect(await push(bearer)).toMatchObject({ status: 202 })
    await revoke()
    expect(await push(basic)).toMatchObject(invalid)
    expect(await push(bearer)).toMatchObject(invalid)
    expect(await api.send('GET', '/token/', { authorization: basic })).toMatchObject({ status: 401 })
  }

  test('of one login takes the tokens along that it was exchanged for, and no other login', async () => {
    const second = await login(cast.powerUser)
    const first = await api.password(cast.powerUser)
    const bearer = await exchange(toBasic(first))
    await revokeTokens(api.service, { token: first })
    expect(await push(toBasic(first))).toMatchObject(invalid)
    expect(await push(bearer)).toMatchObject(invalid)
    expect(await push(second)).toMatchObject({ status: 202 })
    expect(await push(await login(cast.powerUser))).toMatchObject({ status: 202 })
  })

  test.each(['password', 'base64', 'bearer'] as const)('of one login by its %s', async (form) => {
    const password = await api.password(cast.powerUser)
    const bearer = await exchange(toBasic(password))
    const base64 = Buffer.from(`AWS:${password}`).toString('base64')
    await revokeTokens(api.service, { token: { password, base64, bearer: bearer.slice(7) }[form] })
    expect(await push(toBasic(password))).toMatchObject(invalid)
  })

  test('of what is no token, or nobody’s, says so', async () => {
    await expect(revokeTokens(api.service, { token: 'nonsense' })).rejects.toThrow(
      'no token of this registry',
    )
    const anyone = await api.token('nobody')
    await expect(revokeTokens(api.service, { token: anyone })).rejects.toThrow('names nobody')
    const old = await api.password(cast.powerUser)
    api.setTime('2026-03-03T00:00:00.000Z')
    await expect(revokeTokens(api.service, { token: old })).rejects.toThrow('has expired')
    await expect(revokeTokens(api.service, { key: 'AKIANOBODY' })).rejects.toThrow('no access key AKIANOBODY')
    await expect(revokeTokens(api.service, {})).rejects.toThrow('Name one of')
    await expect(revokeTokens(api.service, { user: 'powerUser' })).rejects.toThrow('--account')
  })

  test('of all tokens of a key', () =>
    revoked(cast.powerUser, () => revokeTokens(api.service, { key: cast.powerUser.accessKeyId })))

  test('of all tokens of a user', () =>
    revoked(cast.powerUser, () => revokeTokens(api.service, { accountId: ownerAccount, user: 'powerUser' })))

  test('of all tokens of a role', () =>
    revoked(cast.roleSession, () => revokeTokens(api.service, { accountId: ownerAccount, role: 'build' })))

  test('by turning the key off, until it is on again', async () => {
    const { accessKeyId } = cast.powerUser
    const basic = await login(cast.powerUser)
    await setKeyStatus(api.service, { accessKeyId, status: 'Inactive' })
    expect(await push(basic)).toMatchObject(invalid)
    expect(await api.call('DescribeRegistries', {}, cast.powerUser)).toMatchObject({
      body: { __type: 'UnrecognizedClientException' },
    })
    await setKeyStatus(api.service, { accessKeyId, status: 'Active' })
    expect(await push(basic)).toMatchObject({ status: 202 })
  })

  test('by deleting the key', () =>
    revoked(cast.powerUser, () => deleteAccessKey(api.service, cast.powerUser)))

  test('by deleting the user, even if another of that name comes', () =>
    revoked(cast.powerUser, async () => {
      await deleteUser(api.service, { accountId: ownerAccount, name: 'powerUser' })
      await createUser(api.service, { accountId: ownerAccount, name: 'powerUser' })
    }))

  test('by deleting the role', () =>
    revoked(cast.roleSession, () => deleteRole(api.service, { accountId: ownerAccount, name: 'build' })))
})

describe('permissions count at use, not when the token was made', () => {
  test.each<[string, CastName, () => Promise<unknown>]>([
    [
      'a policy is detached',
      'powerUser',
      () => detachPolicy(api.service, { accountId: ownerAccount, user: 'powerUser', policy: powerUser }),
    ],
    [
      'a deny is written',
      'powerUser',
      () =>
        putInlinePolicy(api.service, {
          accountId: ownerAccount,
          user: 'powerUser',
          name: 'never',
          document: { Statement: { Effect: 'Deny', Action: '*', Resource: '*' } },
        }),
    ],
    [
      'the user leaves the group',
      'member',
      () => removeFromGroup(api.service, { accountId: ownerAccount, name: 'pushers', user: 'member' }),
    ],
    [
      'the group is deleted',
      'member',
      () => deleteGroup(api.service, { accountId: ownerAccount, name: 'pushers' }),
    ],
    [
      'the policy of the repository is deleted',
      'crossBoth',
      () => api.call('DeleteRepositoryPolicy', { repositoryName: 'app' }),
    ],
  ])('%s', async (_what, who, change) => {
    const basic = await login(cast[who])
    const bearer = await exchange(basic)
    const begun = await push(bearer)
    expect(begun).toMatchObject({ status: 202 })
    await change()
    expect(await push(basic)).toMatchObject(denied)
    expect(await push(bearer)).toMatchObject(denied)
    const going = { authorization: bearer, body: 'more' }
    expect(await api.send('PATCH', begun.headers.location ?? '', going)).toMatchObject(denied)
    // A pull asks no policy.
    expect(await api.send('GET', '/v2/acme/app/tags/list', { authorization: bearer })).toMatchObject({
      status: 200,
    })
  })

  test('and a policy that is attached counts at once, for a login from before', async () => {
    const basic = await login(cast.noPolicies)
    expect(await push(basic)).toMatchObject(denied)
    await attachPolicy(api.service, { accountId: ownerAccount, user: 'noPolicies', policy: powerUser })
    expect(await push(basic)).toMatchObject({ status: 202 })
  })
})

describe('no more than there is', () => {
  test('a scope is no permission', async () => {
    const bearer = await exchange(await login(cast.readOnly), 'repository:acme/app:*')
    expect(await push(bearer)).toMatchObject(denied)
    expect(await api.send('DELETE', '/v2/acme/app/manifests/1.0', { authorization: bearer })).toMatchObject(
      denied,
    )
  })

  test('a token is not exchanged for one of a wider scope', async () => {
    const narrow = await exchange(await login(cast.fullAccess), 'repository:acme/second:pull')
    const wide = await exchange(narrow, 'repository:acme/app:pull,push,delete')
    expect([401, 403]).toContain((await push(wide)).status)
  })

  test('an upload goes on for nobody but who began it', async () => {
    const { headers } = await push(await login(cast.powerUser))
    const location = headers.location ?? ''
    const secondKey = await createAccessKey(api.service, { accountId: ownerAccount, userName: 'powerUser' })
    for (const thief of ['owner', 'fullAccess', 'member', 'roleSession', 'crossBoth'] as const) {
      const authorization = await login(cast[thief])
      for (const method of ['PATCH', 'GET', 'DELETE']) {
        expect(await api.send(method, location, { authorization, body: 'x' }), thief).toMatchObject({
          status: 404,
          error: 'BLOB_UPLOAD_UNKNOWN',
        })
      }
    }
    // Another key of the same user is the same user.
    const authorization = await login(secondKey)
    expect(await api.send('PATCH', location, { authorization, body: 'x' })).toMatchObject({ status: 202 })
  })

  test('an upload is not inherited by a later user of the same name', async () => {
    const { headers } = await push(await login(cast.powerUser))
    await deleteUser(api.service, { accountId: ownerAccount, name: 'powerUser' })
    await createUser(api.service, { accountId: ownerAccount, name: 'powerUser' })
    await attachPolicy(api.service, { accountId: ownerAccount, user: 'powerUser', policy: powerUser })
    const authorization = await login(
      await createAccessKey(api.service, { accountId: ownerAccount, userName: 'powerUser' }),
    )
    expect(await api.send('PATCH', headers.location ?? '', { authorization, body: 'x' })).toMatchObject({
      status: 404,
    })
  })
})
