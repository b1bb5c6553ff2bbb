/**
 * The whole API on a new store, for tests: no sockets, a clock that stands still until it is moved, and three
 * principals whose requests are really signed.
 */
import { randomUUID } from 'node:crypto'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { hashSessionToken, sealSecret } from '#registry/domain/access/sealed-secret.ts'
import { insertOwner } from '#registry/domain/identities/create-account.ts'
import { createUser, requireUser } from '#registry/domain/identities/manage-user.ts'
import type { Service } from '#registry/service.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService } from '../open-test-service.ts'
import { type Credentials, signCall } from './sign-call.ts'

export const ownerAccount = '111111111111'
export const otherAccount = '222222222222'

export interface ApiAnswer {
  status: number
  headers: Record<string, string>
  // A test knows which shape it expects; reading a member that isn't there gives undefined and fails it.
  body: Record<string, unknown>
}

export interface ApiTest {
  service: Service
  credentials: Record<'owner' | 'other' | 'gallery', Credentials>
  /** What was logged. */
  log: Record<string, unknown>[]
  setTime(isoTime: string): void
  /** One signed call by a principal, the owner of `ownerAccount` unless another is named. */
  call(operation: string, input?: object, as?: Credentials): Promise<ApiAnswer>
  /** A user of the owner's account, unless another is named, with these built-in policies. */
  addUser(name: string, policies?: string | readonly string[], accountId?: string): Promise<void>
  addKey(
    key: Credentials & {
      accountId: string
      userName?: string
      kind?: 'user' | 'gallery'
      expiresAt?: string
    },
  ): Promise<void>
  close(): Promise<void>
}

export async function openApiTest(
  variables: Record<string, string> = {},
  options: Parameters<typeof openTestService>[1] = {},
): Promise<ApiTest> {
  const base = await openTestService(variables, options)
  const { service } = base
  const { store } = service
  const credentials = {
    owner: newCredentials('AKIAOWNER'),
    other: newCredentials('AKIAOTHER'),
    gallery: newCredentials('AKIAGALLERY'),
  }
  const addKey: ApiTest['addKey'] = async (key) => {
    const { kind = 'user', userName = 'admin' } = key
    const userId = kind === 'gallery' ? null : (await requireUser(store, key.accountId, userName)).userId
    const row = {
      access_key_id: key.accessKeyId,
      account_id: key.accountId,
      kind,
      user_id: userId,
      role_id: null,
      session_name: null,
      secret_sealed: sealSecret(service.keys, key.secretAccessKey),
      session_token_sha256: key.sessionToken === undefined ? null : hashSessionToken(key.sessionToken),
      expires_at: key.expiresAt ?? null,
      created_at: service.clock().toISOString(),
    }
    await store.transaction((tx) => databaseOf(tx).insertInto('access_key').values(row).execute())
  }
  const addUser: ApiTest['addUser'] = async (name, policies = [], accountId = ownerAccount) => {
    const { userId } = await createUser(service, { accountId, name })
    for (const policy of [policies].flat()) {
      const row = { user_id: userId, policy_arn: `arn:aws:iam::aws:policy/${policy}` }
      await store.transaction((tx) => databaseOf(tx).insertInto('attached_policy').values(row).execute())
    }
  }
  for (const accountId of [ownerAccount, otherAccount]) {
    const at = service.clock().toISOString()
    // Without a line in the change feed: tests of the feed begin with an empty one.
    await databaseOf(store)
      .insertInto('account')
      .values({ account_id: accountId, display_name: '', verified: 0, created_at: at })
      .execute()
    await store.quietly((tx) => insertOwner(tx, accountId, at))
  }
  await addKey({ ...credentials.owner, accountId: ownerAccount })
  await addKey({ ...credentials.other, accountId: otherAccount })
  await addKey({ ...credentials.gallery, accountId: ownerAccount, kind: 'gallery' })
  return {
    service,
    credentials,
    log: base.log,
    setTime: base.setTime,
    async call(operation, input = {}, as = credentials.owner) {
      const request = await signCall(as, { operation, input, signedAt: service.clock() })
      const response = await handleApiRequest(service, request)
      return { ...response, body: JSON.parse(response.body) }
    },
    addUser,
    addKey,
    async close() {
      await base[Symbol.asyncDispose]()
    },
  }
}

function newCredentials(accessKeyId: string): Credentials {
  return { accessKeyId, secretAccessKey: randomUUID() }
}
