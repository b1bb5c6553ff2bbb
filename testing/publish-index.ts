/** Publishes an image for two architectures in a registry of a test, as its administrator. */
import { mkdirSync } from 'node:fs'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { type Layout, writeIndexLayout } from './oci-layout.ts'
import { type PushTarget, pushIndex } from './push-image.ts'
import { readProfile } from './read-profile.ts'
import type { TestRegistry } from './start-test-registry.ts'

export interface PublishedIndex {
  /** `localhost:PORT/ALIAS/REPOSITORY` */
  uri: string
  /** For whatever else is to be pushed there. */
  target: PushTarget
  layout: Layout
}

/**
 * Makes the repository, and pushes the index under the tag.
 * @param image the `folder` that is made for its layout, and a `text` that makes its layers differ from those of others
 */
export async function publishIndex(
  registry: TestRegistry,
  repositoryName: string,
  image: { folder: string; tag: string; text: string },
): Promise<PublishedIndex> {
  const credentials = readProfile(registry.dataDir, 'admin')
  const api = new ECRPUBLICClient({ endpoint: registry.url, region: 'us-east-1', credentials })
  const created = await api.send(new CreateRepositoryCommand({ repositoryName }))
  const { authorizationData } = await api.send(new GetAuthorizationTokenCommand({}))
  api.destroy()
  const uri = created.repository?.repositoryUri ?? ''
  const target = {
    url: `http://${uri.replace('/', '/v2/')}`,
    authorization: `Basic ${authorizationData?.authorizationToken ?? ''}`,
  }
  mkdirSync(image.folder)
  const layout = writeIndexLayout(image.folder, image.tag, image.text)
  await pushIndex(target, image.folder, layout, image.tag)
  return { uri, target, layout }
}
