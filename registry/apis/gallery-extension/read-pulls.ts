/**
 * `GET /gallery/pulls/ALIAS/REPOSITORY`: how often one repository was pulled, in all, on each of the last thirty days
 * (in UTC, the last one being today) and by tag.
 */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import type { Store } from '#registry/store/open-store.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

const dayCount = 30
const maxTags = 100
const dayMs = 24 * 60 * 60 * 1000

/** @param path `ALIAS/REPOSITORY` */
export async function readPulls(
  service: { store: Pick<Store, 'aliases' | 'pulls' | 'repositories'>; clock: () => Date },
  path: string,
): Promise<HttpAnswer> {
  const repositoryId = await findRepositoryId(service, path)
  if (repositoryId === null) return toJsonAnswer(404, { message: 'There is no such repository.' })
  const days = listLastDays(service.clock())
  const [fromDay = ''] = days
  const pulls = await service.store.pulls.get(repositoryId, { fromDay, maxTags })
  const counts = new Map(pulls.days.map(({ day, count }) => [day, count]))
  return toJsonAnswer(200, {
    total: pulls.total,
    days: days.map((day) => ({ day, count: counts.get(day) ?? 0 })),
    tags: pulls.tags,
  })
}

async function findRepositoryId(
  { store }: { store: Pick<Store, 'aliases' | 'repositories'> },
  path: string,
): Promise<number | null> {
  const slash = path.indexOf('/')
  const [alias, name] = [path.slice(0, slash), path.slice(slash + 1)]
  if (!isRegistryAlias(alias) || !isRepositoryName(name)) return null
  const accountId = await store.aliases.getAccount(alias)
  if (accountId === null) return null
  return (await store.repositories.get(accountId, name))?.repositoryId ?? null
}

/** The oldest first. */
function listLastDays(now: Date): string[] {
  return Array.from({ length: dayCount }, (_, position) =>
    new Date(now.getTime() - (dayCount - 1 - position) * dayMs).toISOString().slice(0, 10),
  )
}
