/** The secret of an installation is replaced while several registries go on with it: nobody's access key or login fails meanwhile. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueRegistryToken, verifyRegistryToken } from '#registry/domain/access/registry-token.ts'
import { createAccessKey } from '#registry/domain/identities/manage-access-key.ts'
import type { Service } from '#registry/service.ts'
import { openKeys } from '#registry/store/key-ring.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { findVerb } from './operator-table.ts'

let api: ApiTest
beforeEach(async () => {
  api = await openApiTest()
})
afterEach(() => api.close())

const call = { signal: new AbortController().signal, tell: () => {}, emit: () => {} }

async function run(name: string, input: object = {}) {
  const result = await findVerb('secret', name)?.call(api.service, input, call)
  return result as Record<string, unknown>
}

const isWell = async () => (await api.call('DescribeRepositories')).status === 200

test('a new secret seals all that is stored, and the old one is let go once nothing needs it', async () => {
  const login = await issueRegistryToken(api.service.keys, { login: null, scopes: [] }, api.service.clock())
  const { bySecret } = await countOf()
  const { resealed } = await run('rotate')
  expect(resealed).toBe(bySecret)
  expect(await isWell()).toBe(true)
  expect(await run('list')).toMatchObject({
    from: 'own',
    secrets: [
      { isPresent: true, sealed: bySecret },
      { isPresent: false, sealed: 0 },
    ],
    lost: 0,
  })
  const verify = () => verifyRegistryToken(api.service.keys, login.token, api.service.clock())
  expect(await verify()).toMatchObject({ state: 'valid' })
  api.setTime(new Date().toISOString())
  await expect(run('forget')).rejects.toThrow('more hours')
  expect(await run('forget', { now: true })).toEqual({ forgotten: 1 })
  expect(await verify()).toMatchObject({ state: 'invalid' })
  expect(await isWell()).toBe(true)
})

test('what another process has sealed meanwhile under the old secret still opens, and is sealed anew by the next run', async () => {
  // It has not looked since.
  const other: Service = { ...api.service, keys: openKeys(api.service.config.dataDir) }
  const stale = { ...other, keys: { ...other.keys, recheck: () => false } }
  await run('rotate')
  await createAccessKey(stale, { accountId: ownerAccount, userName: 'admin' })
  expect(await run('list')).toMatchObject({ secrets: [{}, { sealed: 1 }] })
  await expect(run('forget', { now: true })).rejects.toThrow('secret reseal')
  expect(await run('reseal')).toEqual({ resealed: 1, left: 0, lost: 0 })
})

test('a process that has not looked since opens and verifies what is sealed and signed under the new one', async () => {
  const other = openKeys(api.service.config.dataDir)
  await run('rotate')
  const { token } = await issueRegistryToken(
    api.service.keys,
    { login: null, scopes: [] },
    api.service.clock(),
  )
  expect(await verifyRegistryToken(other, token, api.service.clock())).toMatchObject({ state: 'valid' })
})

test('where the operator keeps it, the registry makes none', async () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  await using own = await openApiTest({ REGISTRY_KEY: key }).then((opened) => ({
    opened,
    [Symbol.asyncDispose]: opened.close,
  }))
  const verb = findVerb('secret', 'rotate')
  await expect(verb?.call(own.opened.service, {}, call)).rejects.toThrow('kept by the operator')
})

async function countOf() {
  const { secrets } = await run('list')
  const [first] = secrets as { sealed: number }[]
  return { bySecret: first?.sealed }
}
