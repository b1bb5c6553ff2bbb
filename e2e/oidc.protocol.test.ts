/**
 * Guards that tokens of a real issuer (oidc-provider) are exchanged for what the real AWS CLI, the SDK, skopeo and curl push with,
 * and that forged or foreign ones are refused by the running registry.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ECRPUBLIC } from '@aws-sdk/client-ecr-public'
import { fromTokenFile } from '@aws-sdk/credential-providers'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { keepSecret } from '#lib/config/test-evidence.ts'
import { awsClis } from '#testing/aws-cli.ts'
import { writeImageLayout } from '#testing/oci-layout.ts'
import { type OidcIssuer, startOidcIssuer } from '#testing/oidc-issuer.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)
const audience = 'public-gallery'
const subject = 'repo:acme/app:ref:refs/heads/main'

let issuer: OidcIssuer
let registry: TestRegistry
let work: string
let roleArn: string
/** `localhost:PORT/ALIAS/app` */
let repository: string

/** Runs `npm run registry -- …`. */
async function operate(...args: string[]) {
  const command = [join(import.meta.dirname, '..', 'registry', 'cli.ts'), ...args, '--json']
  const env = childEnvironment(registry.forCommands)
  return JSON.parse((await execute(process.execPath, command, { env })).stdout)
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'oidc-'))
  issuer = await startOidcIssuer([audience, 'another-app'])
  const issuers = join(work, 'issuers.json')
  writeFileSync(issuers, JSON.stringify([{ issuer: issuer.issuer, audiences: [audience] }]))
  registry = await startTestRegistry({ OIDC_ISSUERS_FILE: issuers, LOG_LEVEL: 'debug' })
  const { accounts } = await operate('account', 'list')
  const account = accounts[0].accountId
  const provider = issuer.issuer.replace('http://', '')
  const trust = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${provider}:aud`]: audience },
        StringLike: { [`${provider}:sub`]: 'repo:acme/app:*' },
      },
    },
  }
  const role = ['--account', account, '--name', 'ci']
  ;({ arn: roleArn } = await operate('role', 'create', ...role, '--trust', JSON.stringify(trust)))
  const policy = 'AmazonElasticContainerRegistryPublicFullAccess'
  await operate('policy', 'attach', '--account', account, '--role', 'ci', '--policy', policy)
  writeFileSync(tokenFile(), await issuer.login(subject, audience))
  const created = await createClient().createRepository({ repositoryName: 'app' })
  repository = created.repository?.repositoryUri ?? ''
})
afterAll(async () => {
  await registry?.stop()
  await issuer?.stop()
  rmSync(work, { recursive: true, force: true })
})

const tokenFile = () => join(work, 'token')

/** With credentials that the SDK gets by itself for the token in the file. */
function createClient(): ECRPUBLIC {
  const region = 'us-east-1'
  const credentials = fromTokenFile({
    webIdentityTokenFile: tokenFile(),
    roleArn,
    roleSessionName: 'run-1',
    clientConfig: { endpoint: registry.url, region },
  })
  return new ECRPUBLIC({ endpoint: registry.url, region, credentials })
}

async function exchange(token: string, changes: Record<string, string> = {}) {
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    subject_token: token,
    role_arn: roleArn,
    ...changes,
  })
  const response = await fetch(`${registry.url}/token/`, { method: 'POST', body })
  const text = await response.text()
  const answer = JSON.parse(text)
  const { SecretAccessKey = token, SessionToken = token } = answer.credentials ?? {}
  for (const secret of [token, answer.access_token ?? token, SecretAccessKey, SessionToken])
    keepSecret(secret)
  return { status: response.status, answer: answer as Record<string, string>, text }
}

async function pushWithSkopeo(password: string, tag: string): Promise<void> {
  const layout = join(work, tag)
  mkdirSync(layout)
  writeImageLayout(layout, tag, tag)
  const env = childEnvironment({ REGISTRY_AUTH_FILE: join(work, 'auth.json') })
  const login = ['--dest-tls-verify=false', '--dest-creds', `AWS:${password}`]
  await execute('skopeo', ['copy', ...login, `oci:${layout}:${tag}`, `docker://${repository}:${tag}`], {
    env,
  })
}

async function listTags(): Promise<(string | undefined)[]> {
  const { imageTagDetails = [] } = await createClient().describeImageTags({ repositoryName: 'app' })
  return imageTagDetails.map(({ imageTag }) => imageTag)
}

const claims = (changes: object = {}) => {
  const now = Math.floor(Date.now() / 1000)
  return { iss: issuer.issuer, aud: audience, sub: subject, iat: now, exp: now + 300, ...changes }
}

test('the SDK gets credentials of the role by itself, and does what the role may', async () => {
  const { repositories = [] } = await createClient().describeRepositories({})
  expect(repositories.map(({ repositoryName }) => repositoryName)).toEqual(['app'])
})

if (findCommand('skopeo') === null) test.skip('skopeo: skipped, because it is not here')

describe.runIf(findCommand('skopeo'))('skopeo', () => {
  test('pushes with the access token of an exchange as its password', async () => {
    const { status, answer } = await exchange(await issuer.login(subject, audience))
    expect(status).toBe(200)
    await pushWithSkopeo(answer.access_token ?? '', 'exchanged')
    expect(await listTags()).toContain('exchanged')
  })

  test.each(awsClis)(
    'pushes with credentials that AWS CLI $version got by sts',
    async ({ path, version }) => {
      const args = [
        'sts',
        'assume-role-with-web-identity',
        '--endpoint-url',
        registry.url,
        '--output',
        'json',
      ]
      const request = ['--role-arn', roleArn, '--role-session-name', 'cli', '--duration-seconds', '900']
      const token = ['--region', 'us-east-1', '--web-identity-token', await issuer.login(subject, audience)]
      const { stdout } = await execute(path, [...args, ...request, ...token], { env: unconfigured() })
      const answer = JSON.parse(stdout)
      expect(answer).toMatchObject({ SubjectFromWebIdentityToken: subject, Audience: audience })
      const password = await getPassword(path, {
        AWS_ACCESS_KEY_ID: answer.Credentials.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: answer.Credentials.SecretAccessKey,
        AWS_SESSION_TOKEN: answer.Credentials.SessionToken,
      })
      await pushWithSkopeo(password, `sts-${version}`)
      expect(await listTags()).toContain(`sts-${version}`)
    },
  )

  for (const { path, version } of awsClis.filter(knowsEndpointVariables)) {
    const name = `pushes with the password of AWS CLI ${version}, which knows the token file only`
    test(name, async () => {
      const password = await getPassword(path, {
        AWS_ROLE_ARN: roleArn,
        AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile(),
        AWS_ENDPOINT_URL_STS: registry.url,
      })
      await pushWithSkopeo(password, `file-${version}`)
      expect(await listTags()).toContain(`file-${version}`)
    })
  }
})

/** No profile and no credentials but those that are given. */
function unconfigured(environment: Record<string, string> = {}) {
  const config = join(work, 'config')
  writeFileSync(config, '[default]\n')
  return childEnvironment({
    AWS_PROFILE: 'default',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(work, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    ...environment,
  })
}

async function getPassword(path: string, environment: Record<string, string>): Promise<string> {
  const args = ['ecr-public', 'get-login-password', '--endpoint-url', registry.url, '--region', 'us-east-1']
  return (await execute(path, args, { env: unconfigured(environment) })).stdout.trim()
}

/** `AWS_ENDPOINT_URL_STS` came with 1.29 and 2.13; older ones would send the token to AWS. */
function knowsEndpointVariables({ path }: { path: string }): boolean {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  const [, major = '0', minor = '0'] = /^aws-cli\/(\d+)\.(\d+)/.exec(stdout) ?? []
  return Number(minor) >= (major === '1' ? 29 : 13)
}

test.skipIf(!findCommand('curl'))('curl alone gets a login that the registry knows', async () => {
  const { stdout } = await execute('curl', [
    ...['-sSf', `${registry.url}/token/`],
    ...['-d', 'grant_type=urn:ietf:params:oauth:grant-type:token-exchange'],
    ...['-d', 'subject_token_type=urn:ietf:params:oauth:token-type:id_token'],
    ...['--data-urlencode', `subject_token=${await issuer.login(subject, audience)}`],
    ...['-d', `role_arn=${roleArn}`],
  ])
  const login = Buffer.from(`AWS:${JSON.parse(stdout).access_token}`).toString('base64')
  const headers = { authorization: `Basic ${login}` }
  expect((await fetch(`${registry.url}/v2/`, { headers })).status).toBe(200)
})

test('with scopes the token is a Bearer token of /v2/ for those alone', async () => {
  const path = repository.slice(repository.indexOf('/') + 1)
  const token = await issuer.login(subject, audience)
  const { answer } = await exchange(token, { scope: `repository:${path}:pull` })
  const headers = { authorization: `Bearer ${answer.access_token}` }
  const ask = (method: string, at: string) => fetch(`${registry.url}/v2/${path}/${at}`, { method, headers })
  expect((await ask('GET', 'tags/list')).status).toBe(200)
  expect((await ask('POST', 'blobs/uploads/')).status).toBe(401)
})

test('after the issuer has changed its keys, new tokens are taken and old ones are not', async () => {
  const old = await issuer.login(subject, audience)
  expect(await exchange(old)).toMatchObject({ status: 200 })
  await issuer.rotate()
  expect(await exchange(await issuer.login(subject, audience))).toMatchObject({ status: 200 })
  expect(await exchange(old)).toMatchObject({ status: 400 })
})

test('whatever else comes as a token is refused with a reason, and no more', async () => {
  const reads = issuer.keyReads
  const stranger = await generateKeyPair('RS256')
  const jwk = await exportJWK(stranger.publicKey)
  const byStranger = (header: object) =>
    new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...header }).sign(stranger.privateKey)
  const publicKey = await issuer.publicKey()
  const withSecret = (secret: string) =>
    new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(Buffer.from(secret))
  const jku = `${issuer.issuer}/jwks`
  const past = Math.floor(Date.now() / 1000) - 3600
  const refused: [string, string, RegExp][] = [
    ['expired', await issuer.sign(claims({ iat: past, exp: past + 300 })), /expired/],
    ['for another audience', await issuer.login(subject, 'another-app'), /another audience/],
    ['of another subject', await issuer.login('repo:acme/other:x', audience), /Not authorized to perform/],
    [
      'of another issuer',
      await byStranger({ kid: 'key-1' }).then(() => signElsewhere(stranger.privateKey)),
      /issuer/,
    ],
    ['of an unknown key', await byStranger({ kid: 'unknown' }), /no key of its issuer/],
    ['of a key with the id of another', await byStranger({ kid: 'key-1' }), /signature/],
    ['with its own key in it', await byStranger({ kid: 'key-1', jwk }), /signature/],
    ['with the address of its own key', await byStranger({ kid: 'key-1', jku }), /signature/],
    ['with a path for a key id', await byStranger({ kid: '/dev/null' }), /no key of its issuer/],
    ['without a signature', new UnsecuredJWT(claims()).encode(), /./],
    ['HS256 with the public key', await withSecret(JSON.stringify(publicKey)), /algorithm/],
    ['HS256 with the modulus', await withSecret(publicKey.n ?? ''), /algorithm/],
    ['an access token', await issuer.sign(claims(), { typ: 'at+jwt' }), /no ID token/],
  ]
  for (const [name, token, reason] of refused) {
    const { status, answer, text } = await exchange(token)
    expect({ name, status, error: answer.error }).toEqual({ name, status: 400, error: 'invalid_request' })
    expect(answer.error_description, name).toMatch(reason)
    expect(text, name).not.toMatch(/node_modules|\bat \w+ \(|\.ts:/)
  }
  // The rotation before has used up what unknown keys may cause within a minute.
  expect(issuer.keyReads).toBe(reads)
})

function signElsewhere(key: Parameters<SignJWT['sign']>[0]): Promise<string> {
  const elsewhere = claims({ iss: 'http://127.0.0.1:1' })
  return new SignJWT(elsewhere).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(key)
}

test('the operator sees issuers and their keys, and cannot trust everybody by mistake', async () => {
  expect(await operate('oidc', 'list')).toMatchObject({
    issuers: [{ issuer: issuer.issuer, audiences: [audience] }],
  })
  expect(await operate('oidc', 'check', '--issuer', issuer.issuer)).toMatchObject({
    jwksUri: `${issuer.issuer}/jwks`,
    keys: [{ kid: 'key-1', alg: 'RS256', isTaken: true }],
  })
  const [, account = ''] = /::(\d+):/.exec(roleArn) ?? []
  const trust = {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.example.com` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'token.example.com:aud': 'a' } },
    },
  }
  const open = operate(
    'role',
    'create',
    '--account',
    account,
    '--name',
    'open',
    '--trust',
    JSON.stringify(trust),
  )
  await expect(open).rejects.toThrow(/token\.example\.com:sub/)
})
