/** Guards the exchange in both its forms: what is gained, what is refused, and what the audit log has of it. */
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDistribution } from '#registry/apis/distribution/handle-distribution-request.ts'
import { setQuota } from '#registry/apis/operator/set-quota.ts'
import { verifyLoginToken, verifyRegistryToken } from '#registry/domain/access/registry-token.ts'
import { detachPolicy } from '#registry/domain/identities/manage-managed-policy.ts'
import { deleteRole, setTrustPolicy } from '#registry/domain/identities/manage-role.ts'
import {
  accountId,
  type FederationTest,
  openFederationTest,
  roleArn,
  subject,
  trustOf,
} from '#testing/registry/federation/open-federation-test.ts'
import { handleStsRequest } from './handle-sts-request.ts'

let federation: FederationTest

beforeEach(async () => {
  federation = await openFederationTest()
})
afterEach(() => federation[Symbol.asyncDispose]())

const formHeaders: IncomingHttpHeaders = { 'content-type': 'application/x-www-form-urlencoded' }

async function post(form: [string, string][] | Record<string, string>, headers = formHeaders) {
  const body = new URLSearchParams(form).toString()
  const answer = await createDistribution(federation.service).handle({
    method: 'POST',
    url: '/token/',
    headers,
    sourceIp: '192.0.2.7',
    body: (async function* () {
      yield Buffer.from(body)
    })(),
  })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(String(answer.body)) }
}

const toForm = async (changes: Record<string, string> = {}) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  subject_token: await federation.sign(),
  role_arn: roleArn,
  ...changes,
})

async function sts(form: Record<string, string>) {
  const body = Buffer.from(new URLSearchParams({ Version: '2011-06-15', ...form }).toString())
  const answer = await handleStsRequest(federation.service, { body, sourceIp: '192.0.2.7', headers: {} })
  return { status: answer.status, text: String(answer.body) }
}

const toStsForm = async (changes: Record<string, string> = {}) => ({
  Action: 'AssumeRoleWithWebIdentity',
  RoleArn: roleArn,
  RoleSessionName: 'run-1',
  WebIdentityToken: await federation.sign(),
  ...changes,
})

async function listRecords() {
  const { audit, store } = federation.service
  await audit.flush()
  const place = { before: 1000, limit: 50 }
  const { events } = await store.audit.find({ reader: 'account', accountId }, place)
  return events.map(({ record }) => JSON.parse(record))
}

test('a token gains a login of the role, and credentials beside it, for as long as the session lasts', async () => {
  const { status, headers, body } = await post(await toForm())
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' })
  expect(body).toMatchObject({
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: 3600,
    credentials: { Version: 1, Expiration: '2026-03-01T13:00:00.000Z' },
    assumed_role: `arn:aws:sts::${accountId}:assumed-role/ci/repo-acme-app-ref-refs-heads-main`,
  })
  expect(body.credentials.AccessKeyId).toMatch(/^ASIA/)
  const { keys, clock } = federation.service
  expect(await verifyLoginToken(keys, body.access_token, clock())).toMatchObject({
    state: 'valid',
    content: { accessKeyId: body.credentials.AccessKeyId },
  })
})

test('with scopes the token is a narrow one, of 15 minutes', async () => {
  const { body } = await post(await toForm({ scope: 'repository:acme/app:pull,push' }))
  expect(body).toMatchObject({ expires_in: 900, scope: 'repository:acme/app:pull,push' })
  const { keys, clock } = federation.service
  expect(await verifyRegistryToken(keys, body.access_token, clock())).toMatchObject({
    content: { scopes: [{ repository: 'acme/app', actions: ['pull', 'push'] }] },
  })
})

test.each<[string, Record<string, string>, string]>([
  ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  [
    'an access token',
    { subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' },
    'invalid_request',
  ],
  ['no token', { subject_token: '' }, 'invalid_request'],
  ['no role', { role_arn: '' }, 'invalid_request'],
  ['something that is no role', { role_arn: `arn:aws:iam::${accountId}:user/admin` }, 'invalid_request'],
  ['another registry', { audience: 'registry.evil.com' }, 'invalid_target'],
  ['another resource', { resource: 'https://registry.evil.com/' }, 'invalid_target'],
  ['a scope that is none', { scope: 'openid' }, 'invalid_scope'],
  ['an actor', { actor_token: 'a' }, 'invalid_request'],
  [
    'another token type',
    { requested_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
    'invalid_request',
  ],
  ['too short a session', { duration_seconds: '899' }, 'invalid_request'],
  ['a longer session than the role lets', { duration_seconds: '7201' }, 'invalid_request'],
  ['a time that is none', { duration_seconds: 'long' }, 'invalid_request'],
  ['a name that is none', { role_session_name: 'a/b' }, 'invalid_request'],
])('an exchange for %s is refused', async (_, changes, error) => {
  const { status, body } = await post(await toForm(changes))
  expect(body).toEqual({ error, error_description: expect.any(String) })
  expect(status).toBe(400)
})

test('a parameter that is given twice is refused', async () => {
  const form = Object.entries(await toForm())
  expect(await post([...form, ['role_arn', roleArn]])).toMatchObject({ body: { error: 'invalid_request' } })
})

test('a form that is too large is refused', async () => {
  expect(await post({ ...(await toForm()), subject_token: 'a'.repeat(100_000) })).toMatchObject({
    status: 413,
  })
})

test.each(['password', 'refresh_token'])(
  'a login by POST with %s is told to come with GET',
  async (grant) => {
    expect(await post({ grant_type: grant })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  },
)

test('a role that is not there answers as one that does not trust', async () => {
  const missing = await post(await toForm({ role_arn: `arn:aws:iam::${accountId}:role/missing` }))
  const trustPolicy = trustOf({
    StringEquals: { 'token.example.com:aud': 'a', 'token.example.com:sub': 'b' },
  })
  await setTrustPolicy(federation.service, { accountId, name: 'ci', trustPolicy })
  const distrusted = await post(await toForm())
  expect(missing).toEqual(distrusted)
  expect(distrusted.body.error_description).toBe('Not authorized to perform sts:AssumeRoleWithWebIdentity')
})

test('a role without the permission to log in gains no login', async () => {
  const policy = 'AmazonElasticContainerRegistryPublicPowerUser'
  await detachPolicy(federation.service, { accountId, role: 'ci', policy })
  const { body } = await post(await toForm())
  expect(body.error_description).toMatch(/not authorized to perform: ecr-public:GetAuthorizationToken/)
})

test('logins by exchange count as logins, where rates are on', async () => {
  await federation[Symbol.asyncDispose]()
  federation = await openFederationTest({}, { RATE_LIMITS: 'aws', RATE_BURST_SECONDS: '1' })
  await setQuota(federation.service, { accountId, name: 'get-authorization-token-rate', value: 1 })
  expect(await post(await toForm())).toMatchObject({ status: 200 })
  const limited = await post(await toForm())
  expect(limited).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  expect(await listRecords()).toMatchObject([{ errorCode: 'ThrottlingException' }, {}, {}, {}])
})

test('STS answers in its own form', async () => {
  const { status, text } = await sts(await toStsForm({ DurationSeconds: '900' }))
  expect(status).toBe(200)
  expect(text).toContain(`<Arn>arn:aws:sts::${accountId}:assumed-role/ci/run-1</Arn>`)
  expect(text).toContain(`<SubjectFromWebIdentityToken>${subject}</SubjectFromWebIdentityToken>`)
  expect(text).toContain('<Expiration>2026-03-01T12:15:00.000Z</Expiration>')
})

test('a subject stays text in XML', async () => {
  const sub = 'repo:acme/app:<a>&"\u0000'
  const { text } = await sts(await toStsForm({ WebIdentityToken: await federation.sign({ sub }) }))
  expect(text).toContain('repo:acme/app:&#60;a&#62;&#38;&#34;</SubjectFromWebIdentityToken>')
})

test.each<[string, Record<string, string>, number, string]>([
  ['another action', { Action: 'GetCallerIdentity' }, 400, 'InvalidAction'],
  ['a session policy, which would be passed over', { Policy: '{}' }, 400, 'ValidationError'],
  ['session policies', { 'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/x' }, 400, 'ValidationError'],
  ['no session name', { RoleSessionName: '' }, 400, 'ValidationError'],
  ['no token', { WebIdentityToken: 'a.b.c' }, 400, 'InvalidIdentityToken'],
  ['a role that is not there', { RoleArn: `arn:aws:iam::${accountId}:role/missing` }, 403, 'AccessDenied'],
])('STS refuses %s', async (_, changes, status, code) => {
  const answer = await sts(await toStsForm(changes))
  expect(answer.text).toContain(`<Code>${code}</Code>`)
  expect(answer.status).toBe(status)
})

test('STS tells an old token as AWS does', async () => {
  const form = await toStsForm()
  federation.fixture.setTime('2026-03-01T12:06:00.000Z')
  expect(await sts(form)).toMatchObject({
    status: 400,
    text: expect.stringContaining('ExpiredTokenException'),
  })
})

test('the audit log has each exchange and each refusal, and no secret', async () => {
  const { body } = await post(await toForm({ role_session_name: 'run-1' }))
  await post(await toForm({ subject_token: 'a.b.c' }))
  await post(await toForm({ subject_token: await federation.sign({ sub: 'repo:evil/app' }) }))
  const [denied, unproven, login, exchanged] = await listRecords()
  expect(exchanged).toMatchObject({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithWebIdentity',
    userIdentity: { type: 'WebIdentityUser', userName: subject, identityProvider: 'token.example.com' },
    requestParameters: { roleArn, roleSessionName: 'run-1', durationSeconds: 3600 },
    responseElements: { credentials: { accessKeyId: body.credentials.AccessKeyId } },
    recipientAccountId: accountId,
  })
  expect(login).toMatchObject({ eventName: 'GetAuthorizationToken', userIdentity: { type: 'AssumedRole' } })
  expect(unproven).toMatchObject({
    errorCode: 'InvalidIdentityToken',
    userIdentity: { principalId: 'unknown' },
  })
  expect(denied).toMatchObject({ errorCode: 'AccessDenied', userIdentity: { userName: 'repo:evil/app' } })
  const text = JSON.stringify(await listRecords()) + JSON.stringify(federation.fixture.log)
  for (const secret of [body.access_token, body.credentials.SecretAccessKey, body.credentials.SessionToken]) {
    expect(text).not.toContain(secret)
  }
  expect(text).not.toContain('eyJ')
})

test('no stranger fills the audit log with refusals', async () => {
  for (let n = 0; n < 65; n += 1) await post(await toForm({ subject_token: 'a.b.c' }))
  expect((await post(await toForm())).status).toBe(200)
  const place = { before: 1000, limit: 100 }
  await federation.service.audit.flush()
  const { events } = await federation.service.store.audit.find({ reader: 'account', accountId }, place)
  expect(events.filter(({ record }) => JSON.parse(record).errorCode !== undefined)).toHaveLength(60)
})

test('deleting a role ends the logins that were gained', async () => {
  const { body } = await post(await toForm())
  const headers = { authorization: `Bearer ${body.access_token}` }
  const ask = () =>
    createDistribution(federation.service).handle({
      ...{ method: 'GET', url: '/v2/', headers, sourceIp: '192.0.2.7' },
      body: (async function* () {})(),
    })
  expect(await ask()).toMatchObject({ status: 200 })
  await deleteRole(federation.service, { accountId, name: 'ci' })
  expect(await ask()).toMatchObject({ status: 401 })
})

test('an unexpected failure is told without its cause', async () => {
  const broken = {
    ...federation.service,
    store: { ...federation.service.store, transaction: () => Promise.reject(new Error('disk')) },
  }
  const body = Buffer.from(new URLSearchParams(await toStsForm()).toString())
  const answer = await handleStsRequest(broken, { body, sourceIp: '', headers: {} })
  expect(answer.status).toBe(500)
  expect(answer.body).not.toContain('disk')
})
