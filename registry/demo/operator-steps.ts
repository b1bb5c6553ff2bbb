/**
 * What the demo catalogue needs of the registry's operator, as the API has no call for it: accounts with their aliases, marks and
 * descriptions, keys that live for a few minutes, and dates in the past. The registry does these steps; all else is done by
 * demo-program.ts, a process of its own, through HTTP.
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { createAccount, ownerName } from '#registry/domain/identities/create-account.ts'
import { describeRegistry } from '#registry/domain/identities/describe-registry.ts'
import {
  createAccessKey,
  deleteAccessKey,
  type NewAccessKey,
} from '#registry/domain/identities/manage-access-key.ts'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import type { Service } from '#registry/service.ts'
import { type DatedRepository, dateRepository } from './date-repository.ts'
import type { DemoPublisher } from './read-demo-content.ts'

const sessionSeconds = 900

/** As it stands in `publisher.json`. */
export type PublisherFacts = Omit<DemoPublisher, 'repositories'>

/** One release of a repository: the manifests that were pushed for it. */
export interface ReleaseFacts {
  manifests: { digest: string; tags: string[] }[]
}

/** An access key, and 32 bytes in base64 from which the key is made that the publisher signs images with; the same at each start. */
export type PublisherKeys = NewAccessKey & { signingSeed: string }

export interface OperatorSteps {
  /** Opens the publisher's registry; what an interrupted run has already made is kept. @returns keys of its owner */
  openPublisher(publisher: PublisherFacts): Promise<PublisherKeys>
  /** Deletes the key again. */
  closePublisher(accessKeyId: string): Promise<void>
  /** Gives a repository its past. */
  dateRepository(
    accountId: string,
    repository: DatedRepository,
    releases: readonly ReleaseFacts[],
  ): Promise<void>
}

/** A step that the program asks for; the arguments are as TypeScript has checked them on its side. */
export const stepRequest = z.object({
  kind: z.literal('step'),
  id: z.number(),
  name: z.enum(['openPublisher', 'closePublisher', 'dateRepository']),
  args: z.array(z.unknown()),
})

/** The steps on this service. */
export function createOperatorSteps(service: Service): OperatorSteps {
  return {
    async openPublisher({ alias, accountId, description, website, verified }) {
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
      const accessKey = await createAccessKey(service, { accountId, userName: ownerName, sessionSeconds })
      const secret = service.keys.derive('demo signatures')
      return { ...accessKey, signingSeed: createHmac('sha256', secret).update(alias).digest('base64') }
    },
    closePublisher: (accessKeyId) => deleteAccessKey(service, { accessKeyId }),
    dateRepository: (accountId, repository, releases) =>
      dateRepository(service, accountId, repository, releases),
  }
}
