/**
 * Gives a publisher of the demo catalogue what the API has no call for: the account, its custom alias, its verified mark, its
 * description and its website. Everything else is done through the API, with a key that lives for a few minutes.
 */
import { ECRPUBLICClient, PutRegistryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { addAlias } from '#registry/operator/add-alias.ts'
import { createAccessKey } from '#registry/operator/create-access-key.ts'
import { createAccount, ownerName } from '#registry/operator/create-account.ts'
import { deleteAccessKey } from '#registry/operator/delete-access-key.ts'
import { describeRegistry } from '#registry/operator/describe-registry.ts'
import { setVerified } from '#registry/operator/set-verified.ts'
import type { Service } from '#registry/service.ts'
import type { DemoPublisher } from './read-demo-content.ts'

const sessionSeconds = 900

/**
 * Opens the publisher's registry; what an interrupted run has already made is kept.
 * @param endpoint of the running ECR Public API
 * @returns a client that may write to this registry; dispose of it to remove its key
 */
export async function openDemoPublisher(
  service: Service,
  publisher: DemoPublisher,
  endpoint: string,
): Promise<AsyncDisposable & { client: ECRPUBLICClient }> {
  const { alias, accountId, displayName, description, website, verified } = publisher
  const { db } = service.store
  const account = await db
    .selectFrom('account')
    .select(['verified', 'description', 'website'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (account === undefined) await createAccount(service, { accountId })
  if ((account?.verified === 1) !== verified) await setVerified(service, { accountId, verified })
  if ((account?.description ?? '') !== description || (account?.website ?? '') !== website) {
    await describeRegistry(service, { accountId, description, website })
  }
  const known = await db.selectFrom('alias').select('name').where('name', '=', alias).executeTakeFirst()
  if (known === undefined) await addAlias(service, { accountId, name: alias, primary: true })

  // Keys that a run which was killed could not remove.
  await db
    .deleteFrom('access_key')
    .where('account_id', '=', accountId)
    .where('expires_at', 'is not', null)
    .execute()
  const key = await createAccessKey(service, { accountId, userName: ownerName, sessionSeconds })
  const { accessKeyId, secretAccessKey, sessionToken } = key
  const client = new ECRPUBLICClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
  })
  const close = async () => {
    client.destroy()
    await deleteAccessKey(service, { accessKeyId })
  }
  try {
    if (displayName !== '') await client.send(new PutRegistryCatalogDataCommand({ displayName }))
  } catch (error) {
    await close()
    throw error
  }
  return { client, [Symbol.asyncDispose]: close }
}
