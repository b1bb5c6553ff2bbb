/**
 * Gives a repository of the demo catalogue its past: releases that lie weeks apart, and pulls on the last thirty days. No call
 * of the API takes a date, so both are written into the store, where they stand as if time had passed.
 */
import type { ClientFamily } from '#registry/domain/images/client-family.ts'
import type { Service } from '#registry/service.ts'
import type { ClientPulls, PlatformPulls, Pulls } from '#registry/store/entities.ts'
import type { ReleaseFacts } from './operator-steps.ts'
import type { DemoHistory, DemoRepository } from './read-demo-content.ts'

const dayMs = 86_400_000
const pullDays = 30

export interface DatedRepository extends Pick<DemoRepository, 'name' | 'history'> {
  /** What its images run on, `linux/arm/v7` and so on; none for what is no image. */
  platforms: readonly string[]
}

/** What has a past already, from a run that was interrupted, gets no second one. */
export async function dateRepository(
  { store, clock }: Pick<Service, 'store' | 'clock'>,
  accountId: string,
  { name, history, platforms }: DatedRepository,
  releases: readonly ReleaseFacts[],
): Promise<void> {
  const now = clock()
  const times = toReleaseTimes(name, history, releases.length, now)
  const pushedAt = new Map<string, string>()
  for (const [at, { manifests }] of releases.entries()) {
    for (const { digest } of manifests) if (!pushedAt.has(digest)) pushedAt.set(digest, times[at] ?? '')
  }
  const newest = toReleaseTimes(name, history, 1, now)[0] ?? now.toISOString()
  const createdAt = new Date(Date.parse(times[0] ?? newest) - dayMs / 24).toISOString()
  await store.transaction(async (tx) => {
    const repositoryId = await tx.repositories.backdate({ accountId, name, createdAt, pushedAt })
    if (repositoryId === null) return
    const tags = releases.flatMap(({ manifests }) => manifests.flatMap((one) => one.tags))
    const pulls = spreadPulls(repositoryId, name, history.pulls, tags, now)
    await tx.pulls.add(pulls)
    await tx.pulls.addClients(spreadClients(pulls))
    await tx.pulls.addPlatforms(spreadPlatforms(pulls, platforms))
  })
}

/** ISO 8601 times, the oldest first; hours and minutes differ from name to name. */
export function toReleaseTimes(
  name: string,
  { newestDaysAgo, everyDays }: DemoHistory,
  count: number,
  now: Date,
): string[] {
  return Array.from({ length: count }, (_, at) => {
    const age = count - 1 - at
    const hours = age === 0 && newestDaysAgo === 0 ? vary(name, age) * 3 : vary(name, age) * 20
    const drift = age === 0 ? 0 : Math.round((vary(name, age + 1_000) - 0.5) * everyDays * 0.5)
    const days = newestDaysAgo + age * everyDays + drift
    return new Date(now.getTime() - days * dayMs - Math.ceil(hours * 3_600) * 1_000).toISOString()
  })
}

/** Fewer at weekends, some more from week to week; half of them of the newest tag. */
function spreadPulls(
  repositoryId: number,
  name: string,
  total: number,
  tags: readonly string[],
  now: Date,
): Pulls[] {
  if (total === 0 || tags.length === 0) return []
  const days = Array.from({ length: pullDays }, (_, ago) => {
    const date = new Date(now.getTime() - ago * dayMs)
    const isWeekend = date.getUTCDay() % 6 === 0
    const weight = (isWeekend ? 0.35 : 1) * (1.3 - ago / 60) * (0.75 + vary(name, ago) / 2)
    return { day: date.toISOString().slice(0, 10), weight }
  })
  const sum = days.reduce((all, { weight }) => all + weight, 0)
  const shares: [string, number][] = [
    [tags.at(-1) ?? '', 0.5],
    [tags.at(-2) ?? tags.at(-1) ?? '', 0.3],
    [tags[Math.floor(tags.length / 2)] ?? '', 0.2],
  ]
  return days.flatMap(({ day, weight }) =>
    shares
      .map(([tag, share]) => ({ repositoryId, day, tag, count: Math.round((total * share * weight) / sum) }))
      .filter(({ count }) => count > 0),
  )
}

/** As `images.json` has them; Windows has a version as well, by which nobody counts. */
export function listPlatformWords({ images }: Pick<DemoRepository, 'images'>): string[] {
  if (images?.kind !== 'image') return []
  return [...new Set(images.platforms.map((platform) => platform.split(':')[0] ?? ''))]
}

/** The images of the same pulls: most for the platform that stands first. */
function spreadPlatforms(pulls: readonly Pulls[], platforms: readonly string[]): PlatformPulls[] {
  return [...Map.groupBy(pulls, ({ day }) => day)].flatMap(([day, ofDay]) => {
    const { repositoryId = 0 } = ofDay[0] ?? {}
    let left = ofDay.reduce((sum, { count }) => sum + count, 0)
    return platforms.flatMap((platform, at) => {
      const count = at === platforms.length - 1 ? left : Math.round(left * 0.68)
      left -= count
      return count > 0 ? [{ repositoryId, day, platform, count }] : []
    })
  })
}

/** The same pulls with clients: every day some of each. */
function spreadClients(pulls: readonly Pulls[]): ClientPulls[] {
  const shares: [ClientFamily, number][] = [
    ['docker', 0.46],
    ['containerd', 0.31],
    ['podman', 0.14],
    ['other', 0.09],
  ]
  return [...Map.groupBy(pulls, ({ day }) => day)].flatMap(([day, ofDay]) => {
    const { repositoryId = 0 } = ofDay[0] ?? {}
    let left = ofDay.reduce((sum, { count }) => sum + count, 0)
    const total = left
    return shares.flatMap(([client, share], at) => {
      const count = at === shares.length - 1 ? left : Math.round(total * share)
      left -= count
      return count > 0 ? [{ repositoryId, day, client, count }] : []
    })
  })
}

/** A number from 0 to 1 that looks like chance and is the same at every start. */
function vary(name: string, at: number): number {
  let state = 2_166_136_261 ^ at
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 16_777_619)
  state = Math.imul(state ^ (state >>> 13), 1_274_126_177)
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32
}
