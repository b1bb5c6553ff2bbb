/**
 * Makes the demo catalogue through the registry's own APIs, with the AWS SDK and a client that pushes images, so that a
 * visitor sees what a publisher could have made. What is there already, from a run that was interrupted, is written again.
 */

import type { KeyObject } from 'node:crypto'
import {
  CreateRepositoryCommand,
  type ECRPUBLICClient,
  GetAuthorizationTokenCommand,
  PutRepositoryCatalogDataCommand,
  RepositoryAlreadyExistsException,
} from '@aws-sdk/client-ecr-public'
import pMap from 'p-map'
import { listPlatformWords } from './date-repository.ts'
import { createFindBase } from './find-base-release.ts'
import { toPublicText } from './images/make-signatures.ts'
import { makeReleases, pushImages } from './images/push-images.ts'
import { openDemoPublisher } from './open-demo-publisher.ts'
import type { OperatorSteps } from './operator-steps.ts'
import { type DemoPublisher, type DemoRepository, readDemoContent } from './read-demo-content.ts'
import { type Addresses, toCatalogData } from './to-catalog-data.ts'

/** More does not help: each write waits for the disk, one after the other. */
const callsAtOnce = 4

export interface FillOptions {
  /** Of the running ECR Public API. */
  endpoint: string
  addresses: Addresses
  /** Called after each repository: how many are done, of how many, and which one it was. */
  onProgress(done: number, total: number, label: string): void
}

/** @throws {Error} naming the repository that could not be made */
export async function fillDemoCatalogue(steps: OperatorSteps, options: FillOptions): Promise<void> {
  const { endpoint, addresses } = options
  const publishers = readDemoContent()
  const findBase = createFindBase(publishers, addresses.registryHost)
  // By the day, so that a run that was interrupted makes the same again.
  const madeAt = `${new Date().toISOString().slice(0, 10)}T06:00:00Z`
  await using keys = new AsyncDisposableStack()
  const sessions = new Map<string, PublisherSession>()
  for (const publisher of publishers) {
    const { client, signingKey } = keys.use(await openDemoPublisher(steps, publisher, endpoint))
    sessions.set(publisher.alias, { client, signingKey, password: await getLoginPassword(client) })
  }

  const work = mixPublishers(publishers)
  let done = 0
  const makeRepository = async ({ publisher, repository }: (typeof work)[number]) => {
    const { alias } = publisher
    const label = `${alias}/${repository.name}`
    const session = sessions.get(alias)
    if (session === undefined) throw new Error(`The demo catalogue has no key for ${label}.`)
    try {
      await putRepository(session, repository, addresses)
      const target = {
        alias,
        repositoryName: repository.name,
        publisherName: publisher.displayName || alias,
        description: repository.description ?? '',
        host: addresses.registryHost,
        madeAt,
        licence: repository.licence,
        source: repository.source,
        signingKey: session.signingKey,
        history: repository.history,
        findBase,
      }
      const releases = repository.images ? makeReleases(repository.images, target) : []
      if (releases.length > 0) {
        await pushImages(releases, target, { endpoint, password: session.password })
      }
      const dated = { ...repository, platforms: listPlatformWords(repository) }
      await steps.dateRepository(publisher.accountId, dated, releases)
    } catch (cause) {
      throw new Error(`The demo catalogue's ${label} could not be made; the next start tries again.`, {
        cause,
      })
    }
    done += 1
    options.onProgress(done, work.length, label)
  }
  await pMap(work, makeRepository, { concurrency: callsAtOnce })
}

/** Where a publisher says which key its images are signed with; see docs/proof.md. */
const signingKeyTag = 'public-gallery:signing-key'

interface PublisherSession {
  client: ECRPUBLICClient
  /** For images. */
  signingKey: KeyObject
  /** Of the user `AWS`. */
  password: string
}

/** What `aws ecr-public get-login-password` prints. */
async function getLoginPassword(client: ECRPUBLICClient): Promise<string> {
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  const login = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64').toString('utf8')
  return login.slice(login.indexOf(':') + 1)
}

async function putRepository(
  { client, signingKey }: PublisherSession,
  repository: DemoRepository,
  addresses: Addresses,
) {
  const { name: repositoryName, resourceTags } = repository
  const catalogData = await toCatalogData(repository, addresses)
  const stated = hasSignature(repository)
    ? { ...resourceTags, [signingKeyTag]: toPublicText(signingKey) }
    : resourceTags
  const tags = Object.entries(stated).map(([Key, Value]) => ({ Key, Value }))
  try {
    await client.send(
      new CreateRepositoryCommand({ repositoryName, ...(catalogData && { catalogData }), tags }),
    )
  } catch (error) {
    if (!(error instanceof RepositoryAlreadyExistsException)) throw error
    if (catalogData) await client.send(new PutRepositoryCatalogDataCommand({ repositoryName, catalogData }))
  }
}

function hasSignature({ images }: DemoRepository): boolean {
  return images?.kind === 'image' && images.releases.some(({ signed }) => signed)
}

/** Spreads each publisher's repositories evenly, so that the list of recently updated ones is not all of one publisher. */
function mixPublishers(
  publishers: DemoPublisher[],
): { publisher: DemoPublisher; repository: DemoRepository }[] {
  return publishers
    .flatMap((publisher) =>
      publisher.repositories.map((repository, index) => ({
        publisher,
        repository,
        position: (index + 0.5) / publisher.repositories.length,
      })),
    )
    .sort((a, b) => a.position - b.position)
}
