/** A repository of a browser test's own, which is gone when the test is over. */
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRPUBLICClient,
} from '@aws-sdk/client-ecr-public'
import type { Page } from '@playwright/test'
import { createPusher, type Pusher } from './create-pusher.ts'
import { expect, toUniqueName } from './fixtures.ts'
import type { TestServer } from './servers.ts'

export interface OwnRepository {
  /** Of its page. */
  path: string
  arn: string
  pusher: Pusher
}

/** Creates one whose name begins with `prefix`, waits until the gallery shows it, and deletes it with all that was pushed. */
export async function withRepository(
  { admin, server, page }: { admin: ECRPUBLICClient; server: TestServer; page: Page },
  prefix: string,
  look: (repository: OwnRepository) => Promise<void>,
): Promise<void> {
  const repositoryName = toUniqueName(prefix)
  const { repository } = await admin.send(new CreateRepositoryCommand({ repositoryName }))
  const name = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  const path = `/${name}`
  try {
    const pusher = await createPusher(admin, { registryUrl: server.registryUrl, name })
    await expect.poll(async () => (await page.request.get(path)).status()).toBe(200)
    await look({ path, arn: repository?.repositoryArn ?? '', pusher })
  } finally {
    await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true }))
  }
}
