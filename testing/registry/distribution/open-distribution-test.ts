/**
 * The distribution API on a new store, for tests: no sockets, a clock that stands still until it is moved, the principals
 * of the API's tests, and a repository of each of the two accounts.
 */
import { Writable } from 'node:stream'
import { createDistribution } from '#registry/apis/distribution/handle-distribution-request.ts'
import { findIdentity } from '#registry/domain/access/find-identity.ts'
import { issueLoginToken } from '#registry/domain/access/issue-login-token.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import { type ApiTest, openApiTest, otherAccount, ownerAccount } from '../ecr-public/open-api-test.ts'

/** `nobody` has no token at all, `anyone` has the one that everybody gets. */
export type Caller = 'owner' | 'other' | 'gallery' | 'anyone' | 'nobody'

export interface Sent {
  status: number
  headers: Record<string, string>
  bytes: Buffer
  /** The body as text. */
  text: string
  /** The code of the first error; null where there is none. */
  error: string | null
}

export interface SendOptions {
  as?: Caller
  /** Instead of the caller's. */
  authorization?: string
  headers?: Record<string, string>
  body?: Uint8Array | string | AsyncIterable<Uint8Array>
  /** 127.0.0.1 unless another is given. */
  sourceIp?: string
}

export interface DistributionTest extends ApiTest {
  /** One request, by the owner of `acme` unless another caller is named. */
  send(method: string, url: string, options?: SendOptions): Promise<Sent>
  /** The password that GetAuthorizationToken gives the principal, or the holder of a key. */
  password(as: 'owner' | 'other' | 'gallery' | { accessKeyId: string }): Promise<string>
  /** A token of `/token/` for the scopes. */
  token(as: Caller, ...scopes: string[]): Promise<string>
}

/** `acme/app` and `acme/second` belong to the owner, `rival/app` to the other account. */
export async function openDistributionTest(
  variables: Record<string, string> = {},
  options: Parameters<typeof openApiTest>[1] = {},
): Promise<DistributionTest> {
  const api = await openApiTest(variables, options)
  const { service } = api
  const at = service.clock().toISOString()
  for (const [name, accountId] of [
    ['acme', ownerAccount],
    ['rival', otherAccount],
  ] as const) {
    const alias = { name, account_id: accountId, status: 'ACTIVE', is_primary: 1, is_default: 0 } as const
    await databaseOf(service.store)
      .insertInto('alias')
      .values({ ...alias, created_at: at })
      .execute()
  }
  await api.call('CreateRepository', { repositoryName: 'app' })
  await api.call('CreateRepository', { repositoryName: 'second' })
  await api.call('CreateRepository', { repositoryName: 'app' }, api.credentials.other)

  const distribution = createDistribution(service)
  const password: DistributionTest['password'] = async (as) => {
    const { accessKeyId } = typeof as === 'string' ? api.credentials[as] : as
    const identity = await findIdentity(service, accessKeyId)
    if (identity === null) throw new Error(`There is no key ${accessKeyId} any more.`)
    return (await issueLoginToken(service.keys, identity, service.clock(), service.newId())).password
  }
  const toAuthorization = async (as: Caller): Promise<string | undefined> => {
    if (as === 'nobody') return undefined
    if (as === 'anyone') return `Bearer ${await token('nobody')}`
    return toBasic(await password(as))
  }
  const send: DistributionTest['send'] = async (method, url, options = {}) => {
    const authorization = options.authorization ?? (await toAuthorization(options.as ?? 'owner'))
    const headers = { host: service.config.registryHost, ...options.headers }
    const answer = await distribution.handle({
      method,
      url,
      headers: authorization === undefined ? headers : { ...headers, authorization },
      sourceIp: options.sourceIp ?? '127.0.0.1',
      body: toBody(options.body),
    })
    return toSent(answer)
  }
  const token: DistributionTest['token'] = async (as, ...scopes) => {
    const query = new URLSearchParams(scopes.map((scope) => ['scope', scope]))
    return JSON.parse((await send('GET', `/token/?${query}`, { as })).text).token
  }
  return { ...api, send, password, token }
}

/** The header of a login. */
export function toBasic(password: string): string {
  return `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`
}

async function* toBody(body: SendOptions['body']): AsyncGenerator<Uint8Array> {
  if (body === undefined) return
  const chunks = typeof body === 'string' || body instanceof Uint8Array ? [Buffer.from(body)] : body
  // A reader of a body may change it, and tests go on using theirs.
  for await (const chunk of chunks) yield Buffer.from(chunk)
}

async function toSent({ status, headers, body }: HttpAnswer): Promise<Sent> {
  const bytes =
    typeof body === 'string'
      ? Buffer.from(body)
      : body instanceof Uint8Array
        ? Buffer.from(body)
        : await collect((sink) => body.send(sink))
  const text = bytes.toString('utf8')
  const error = status >= 400 && text !== '' ? JSON.parse(text).errors[0].code : null
  return { status, headers, bytes, text, error }
}

async function collect(send: (sink: Writable) => Promise<void>): Promise<Buffer> {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // The sender fills its buffer again once this is done.
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  await send(sink)
  return Buffer.concat(chunks)
}
