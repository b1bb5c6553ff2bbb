/** The verbs of single images. */
import { z } from 'zod'
import { isDigest } from '#lib/oci/digest.ts'
import { toUtcTime } from '#lib/oci/utc-time.ts'
import { requireOwnImages } from '#registry/domain/identities/require-account.ts'
import { endImage } from '#registry/domain/images/end-image.ts'
import { ImageError } from '#registry/domain/images/image-error.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import { accountField, defineVerb } from '../operator-verb.ts'

const endFields = {
  account: accountField,
  repository: z.string().min(1).describe('name of the repository, without the alias'),
  image: z.string().min(1).max(200).describe('tag or digest'),
}

export const imageRows = [
  defineVerb({
    group: 'image',
    name: 'end',
    help: "state the last day of an image, as Microsoft's lifecycle artifact; replaces what was stated before",
    example: '--account 123456789012 --repository cache/harbor --image 1.8.2 --on 2026-09-30',
    request: z.object({
      ...endFields,
      on: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'has to be a day such as 2026-09-30')
        .refine((day) => toUtcTime(day) !== null, 'is no day of the calendar')
        .describe('the last day, such as 2026-09-30'),
    }),
    recorded: ['account', 'repository', 'image', 'on'],
    verbs: ['transactionIn', 'repositories', 'manifests', 'settings'],
    parts: ['images', 'clock'],
    run: (service, { on, ...image }) => stateEnd(service, image, on),
    toLines: ({ name, digest, endsOn, artifact }) => [
      `${name} ends on ${endsOn}.`,
      `  image:     ${digest}`,
      `  artifact:  ${artifact}`,
    ],
  }),
  defineVerb({
    group: 'image',
    name: 'go-on',
    help: 'take back the last day of an image',
    example: '--account 123456789012 --repository cache/harbor --image 1.8.2',
    request: z.object(endFields),
    recorded: ['account', 'repository', 'image'],
    verbs: ['transactionIn', 'repositories', 'manifests', 'settings'],
    parts: ['images', 'clock'],
    run: (service, image) => stateEnd(service, image, null),
    toLines: ({ name, removed }) => [
      removed === 0 ? `${name} had no last day.` : `${name} has no last day any more.`,
    ],
  }),
]

/** @throws {OperatorError} when there is no such image, it is an upstream's, or there is no room for what says so */
async function stateEnd(
  service: {
    store: Pick<Store, 'transactionIn' | 'repositories' | 'manifests' | 'settings'>
    images: ImageWork
    clock: () => Date
  },
  { account, repository: repositoryName, image }: { account: string; repository: string; image: string },
  endsOn: string | null,
) {
  await requireOwnImages(service.store, account)
  const repository = await service.store.repositories.get(account, repositoryName)
  if (repository === null) {
    throw new OperatorError(`The account ${account} has no repository '${repositoryName}'.`)
  }
  const { repositoryId } = repository
  const reference = isDigest(image) ? { digest: image } : { tag: image }
  const found = await service.store.manifests.get(repositoryId, reference)
  if (found === null) {
    throw new OperatorError(`The repository '${repositoryName}' of ${account} has no image '${image}'.`)
  }
  try {
    const subject = { repositoryId, image: found }
    const { artifact, removed } = await endImage(service, subject, endsOn, (tx, at) =>
      tx.changes.record({ accountId: account, repositoryName, at }),
    )
    const name = `${repositoryName}${isDigest(image) ? '@' : ':'}${image}`
    return { name, digest: found.digest, endsOn, artifact, removed }
  } catch (cause) {
    if (cause instanceof ImageError) throw new OperatorError(cause.message, { cause })
    throw cause
  }
}
