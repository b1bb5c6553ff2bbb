/** A client that may write to the registry of a publisher of the demo catalogue, with a key that lives for a few minutes. */
import type { KeyObject } from 'node:crypto'
import { ECRPUBLICClient, PutRegistryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { toSigningKey } from './images/make-signatures.ts'
import type { OperatorSteps } from './operator-steps.ts'
import type { DemoPublisher } from './read-demo-content.ts'

/**
 * Opens the publisher's registry; what an interrupted run has already made is kept.
 * @param endpoint of the running ECR Public API
 * @returns a client that may write to this registry, and the key that its images are signed with; dispose of it to remove the client's key
 */
export async function openDemoPublisher(
  steps: OperatorSteps,
  { repositories: _, ...publisher }: DemoPublisher,
  endpoint: string,
): Promise<AsyncDisposable & { client: ECRPUBLICClient; signingKey: KeyObject }> {
  const { signingSeed, ...keys } = await steps.openPublisher(publisher)
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const client = new ECRPUBLICClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
  })
  const close = async () => {
    client.destroy()
    await steps.closePublisher(accessKeyId)
  }
  const { displayName } = publisher
  try {
    if (displayName !== '') await client.send(new PutRegistryCatalogDataCommand({ displayName }))
  } catch (error) {
    await close()
    throw error
  }
  return {
    client,
    signingKey: toSigningKey(Buffer.from(signingSeed, 'base64')),
    [Symbol.asyncDispose]: close,
  }
}
