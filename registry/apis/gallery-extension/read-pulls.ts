/**
 * `GET /gallery/pulls/ALIAS/REPOSITORY`: how often one repository was pulled, in all, on each of the last thirty days
 * (in UTC, the last one being today) and by tag. With `details=1` on each of the last ninety, and of each day by tag, client and platform, too.
 */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import type { Store } from '#registry/store/open-store.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

const dayCount = 30
const detailedDayCount = 90
const maxTags = 100
const maxDetailedTags = 20
const dayMs = 24 * 60 * 60 * 1000

/** @param path `ALIAS/REPOSITORY` */
export async function readPulls(
  service: { store: Pick<Store, 'aliases' | 'pulls' | 'repositories'>; clock: () => Date },
  path: string,
  parameters = new URLSearchParams(),
): Promise<HttpAnswer> {
  const repositoryId = await findRepositoryId(service, path)
  if (repositoryId === null) return toJsonAnswer(404, { message: 'There is no such repository.' })
  const hasDetails = parameters.get('details') === '1'
  const days = listLastDays(service.clock(), hasDetails ? detailedDayCount : dayCount)
  const [fromDay = ''] = days
  const pulls = await service.store.pulls.get(repositoryId, { fromDay, maxTags })
  const counts = new Map(pulls.days.map(({ day, count }) => [day, count]))
  return toJsonAnswer(200, {
    total: pulls.total,
    days: days.map((day) => ({ day, count: counts.get(day) ?? 0 })),
    tags: pulls.tags,
    ...(hasDetails && (await readDetails(service.store, repositoryId, fromDay))),
  })
}

async function readDetails(store: Pick<Store, 'pulls'>, repositoryId: number, fromDay: string) {
  const { tags, clients, platforms } = await store.pulls.getDetails(repositoryId, {
    fromDay,
    maxTags: maxDetailedTags,
  })
  return { tagDays: tags, clientDays: clients, platformDays: platforms }
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
function listLastDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, position) =>
    new Date(now.getTime() - (count - 1 - position) * dayMs).toISOString().slice(0, 10),
  )
}
