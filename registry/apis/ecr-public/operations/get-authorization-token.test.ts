import { jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loginTokenAudience, loginTokenPurpose } from '#registry/domain/access/issue-login-token.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const verify = async (as = api.credentials.owner) => {
  const { body } = await api.call('GetAuthorizationToken', {}, as)
  const { authorizationToken, expiresAt } = body.authorizationData as {
    authorizationToken: string
    expiresAt: number
  }
  const [user, password = ''] = Buffer.from(authorizationToken, 'base64').toString().split(':')
  const { payload } = await jwtVerify(password, api.service.keys.derive(loginTokenPurpose), {
    audience: loginTokenAudience,
    currentDate: api.service.clock(),
  })
  return { user, payload, expiresAt }
}

test('a password that names the principal, for 12 hours', async () => {
  const { user, payload, expiresAt } = await verify()
  expect(user).toBe('AWS')
  expect(expiresAt).toBe(Date.parse('2026-03-02T00:00:00Z') / 1000)
  expect(payload).toMatchObject({
    sub: `arn:aws:iam::${ownerAccount}:user/admin`,
    accountId: ownerAccount,
    principalId: expect.stringMatching(/^AIDA/),
    accessKeyId: api.credentials.owner.accessKeyId,
    exp: expiresAt,
  })
})

test('the gallery gets one of its own', async () => {
  expect((await verify(api.credentials.gallery)).payload).toMatchObject({ principalId: 'gallery' })
})

test('another installation would not take it', async () => {
  const { body } = await api.call('GetAuthorizationToken')
  const { authorizationToken } = body.authorizationData as { authorizationToken: string }
  const password = Buffer.from(authorizationToken, 'base64').toString().slice('AWS:'.length)
  await expect(jwtVerify(password, new Uint8Array(32))).rejects.toThrow()
})
