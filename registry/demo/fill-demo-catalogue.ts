/**
 * Makes the demo catalogue through the registry's own API and the AWS SDK, so that a visitor sees what a publisher
 * could have made. What is there already, from a run that was interrupted, is written again.
 */
import {
  CreateRepositoryCommand,
  type ECRPUBLICClient,
  PutRepositoryCatalogDataCommand,
  RepositoryAlreadyExistsException,
} from '@aws-sdk/client-ecr-public'
import type { Service } from '#registry/service.ts'
import type { DemoOptions } from './create-demo-catalogue.ts'
import { deleteLeftoverKeys, openDemoPublisher } from './open-demo-publisher.ts'
import { type DemoPublisher, type DemoRepository, readDemoContent } from './read-demo-content.ts'
import { runBounded } from './run-bounded.ts'
import { type Addresses, toCatalogData } from './to-catalog-data.ts'

/** More does not help: each write waits for the disk, one after the other. */
const callsAtOnce = 4

/** @throws {Error} naming the repository that could not be made */
export async function fillDemoCatalogue(service: Service, options: DemoOptions): Promise<void> {
  await deleteLeftoverKeys(service)

  const publishers = readDemoContent()
  await using keys = new AsyncDisposableStack()
  const clients = new Map<string, ECRPUBLICClient>()
  for (const publisher of publishers) {
    const { client } = keys.use(await openDemoPublisher(service, publisher, options.endpoint))
    clients.set(publisher.alias, client)
  }

  const work = mixPublishers(publishers)
  let done = 0
  await runBounded(work, callsAtOnce, async ({ alias, repository }) => {
    const label = `${alias}/${repository.name}`
    const client = clients.get(alias)
    if (client === undefined) throw new Error(`The demo catalogue has no key for ${label}.`)
    try {
      await putRepository(client, repository, service.config)
    } catch (cause) {
      throw new Error(`The demo catalogue's ${label} could not be made; the next start tries again.`, {
        cause,
      })
    }
    done += 1
    options.onProgress(done, work.length, label)
  })
}

async function putRepository(client: ECRPUBLICClient, repository: DemoRepository, addresses: Addresses) {
  const { name: repositoryName, resourceTags } = repository
  const catalogData = await toCatalogData(repository, addresses)
  const tags = Object.entries(resourceTags).map(([Key, Value]) => ({ Key, Value }))
  try {
    await client.send(
      new CreateRepositoryCommand({ repositoryName, ...(catalogData && { catalogData }), tags }),
    )
  } catch (error) {
    if (!(error instanceof RepositoryAlreadyExistsException)) throw error
    if (catalogData) await client.send(new PutRepositoryCatalogDataCommand({ repositoryName, catalogData }))
  }
}

/** Spreads each publisher's repositories evenly, so that the list of recently updated ones is not all of one publisher. */
function mixPublishers(publishers: DemoPublisher[]): { alias: string; repository: DemoRepository }[] {
  return publishers
    .flatMap(({ alias, repositories }) =>
      repositories.map((repository, index) => ({
        alias,
        repository,
        position: (index + 0.5) / repositories.length,
      })),
    )
    .sort((a, b) => a.position - b.position)
}
