/** What an operator sees of upstreams, and can ask them to compare. */
import { isTag } from '#lib/oci/tag.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { toMegabytes } from '#registry/domain/to-megabytes.ts'
import type { Upstreams } from '#registry/domain/upstreams/create-upstreams.ts'
import { UpstreamError } from '#registry/domain/upstreams/upstream-error.ts'
import type { Store } from '#registry/store/open-store.ts'

/** Each upstream with its figures since the start, and what is kept of it. */
export async function listUpstreams({
  upstreams,
  store,
}: {
  upstreams: Upstreams
  store: Pick<Store, 'blobs'>
}) {
  const rows = upstreams.list().map(async ({ upstream, accountId, client, figures, countFills }) => ({
    host: upstream.host,
    namespace: upstream.namespace,
    ...figures,
    requests: client.requests,
    errors: client.errors,
    fills: countFills(),
    kept: toMegabytes(await store.blobs.sumOfAccount(accountId)),
    pausedUntil: client.pausedUntilMs === 0 ? null : new Date(client.pausedUntilMs).toISOString(),
  }))
  return { upstreams: await Promise.all(rows) }
}

/**
 * Has a tag compared with the upstream's.
 * @throws {OperatorError} when it is no reference to an upstream's repository, or the upstream does not answer
 */
export async function refreshTag(
  { upstreams, store }: { upstreams: Upstreams; store: Pick<Store, 'repositories' | 'tags'> },
  { reference }: { reference: string },
) {
  const [path = '', tag = 'latest', ...rest] = reference.split(':')
  const [namespace = '', ...parts] = path.split('/')
  const upstream = upstreams.find(namespace)
  const name = parts.join('/')
  if (upstream === null || name === '' || rest.length > 0 || !isTag(tag)) {
    throw new OperatorError(
      `'${reference}' is not a tag of an upstream, such as hub/library/redis:7. \`upstream list\` shows the namespaces.`,
    )
  }
  try {
    upstream.requireAllowed(name)
    await upstream.refresh(name, tag)
  } catch (error) {
    if (error instanceof UpstreamError) throw new OperatorError(error.message, { cause: error })
    throw error
  }
  const { repositoryId } = await store.repositories.find(namespace, name)
  const digest = repositoryId === null ? null : await store.tags.getDigest(repositoryId, tag)
  return { reference, digest }
}
