/**
 * Gives a publisher of the demo catalogue what the API has no call for: the account, its custom alias, its verified mark, its
 * description and its website. Everything else is done through the API, with a key that lives for a few minutes.
 */
import { ECRPUBLICClient, PutRegistryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { createAccessKey } from '#registry/domain/identities/create-access-key.ts'
import { createAccount, ownerName } from '#registry/domain/identities/create-account.ts'
import { deleteAccessKey } from '#registry/domain/identities/delete-access-key.ts'
import { describeRegistry } from '#registry/domain/identities/describe-registry.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
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
  const { store } = service
  const account = await store.accounts.get(accountId)
  if (account === null) await createAccount(service, { accountId })
  if ((account?.verified ?? false) !== verified) await setVerified(service, { accountId, verified })
  if ((account?.description ?? '') !== description || (account?.website ?? '') !== website) {
    await describeRegistry(service, { accountId, description, website })
  }
  const known = await store.aliases.get({ accountId, name: alias })
  if (known === null) await addAlias(service, { accountId, name: alias, primary: true })

  // Keys that a run which was killed could not remove.
  await store.transaction((tx) => tx.accessKeys.deleteTemporary(accountId))
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
