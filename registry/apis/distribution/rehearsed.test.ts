/** Every transaction of these calls is undone and run again: what they leave behind is the same as if it had run once. */
import { expect, test } from 'vitest'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { createUser } from '#registry/domain/identities/manage-user.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import {
  imageConfigType,
  pushBlob,
  putManifest,
  toDescriptor,
  toImage,
} from '#testing/registry/distribution/push-image.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'

async function liveThrough(api: DistributionTest): Promise<unknown[]> {
  const answers: unknown[] = []
  const send = async (call: Promise<{ status: number }>) => answers.push((await call).status)
  await send(pushBlob(api, 'acme/app', 'layer'))
  await send(pushBlob(api, 'acme/app', '{}', toDescriptor('{}', imageConfigType).digest))
  for (const tag of ['1.0', 'latest', 'latest'])
    await send(putManifest(api, 'acme/app', tag, toImage(['layer'])))
  await send(api.send('GET', '/v2/acme/app/manifests/latest', { as: 'anyone' }))
  await send(
    api.call('PutRepositoryCatalogData', { repositoryName: 'app', catalogData: { description: 'x' } }),
  )
  await send(api.call('TagResource', { resourceArn: arn, tags: [{ Key: 'k', Value: 'v' }] }))
  await send(api.call('BatchDeleteImage', { repositoryName: 'app', imageIds: [{ imageTag: '1.0' }] }))
  await createUser(api.service, { accountId: ownerAccount, name: 'ci' })
  await send(api.call('DeleteRepository', { repositoryName: 'second' }))
  await send(api.call('CreateRepository', { repositoryName: 'app' }))
  await api.service.images.pulls.flush()
  await api.service.audit.flush()
  const { store, config } = api.service
  const { broken } = await verifyAuditLog(store, config.dataDir)
  const { changes } = await store.changes.list(0)
  const events = await store.audit.list(0)
  return [
    answers,
    broken,
    changes,
    events.map(({ eventName, accountId }) => [eventName, accountId]),
    (await store.inspect()).rows,
    await store.pulls.listTotals(),
    await store.users.list(ownerAccount).then((users) => users.map(({ name }) => name)),
  ]
}

const arn = `arn:aws:ecr-public::${ownerAccount}:repository/app`

test('a push, its pulls and its removal come out the same', async () => {
  const plain = await openDistributionTest()
  const rehearsed = await openDistributionTest({}, { rehearse: true })
  const expected = await liveThrough(plain)
  expect(expected[0]).toEqual([201, 201, 201, 201, 201, 200, 200, 200, 200, 200, 400])
  expect(await liveThrough(rehearsed)).toEqual(expected)
  await plain.close()
  await rehearsed.close()
})
