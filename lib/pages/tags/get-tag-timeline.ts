/**
 * The timeline of a repository's tags, for its Image tags tab, from sources whose registry keeps the history of tags. Others are
 * asked once in a while, and have none. The page does not wait long for it.
 */
import { setTimeout } from 'node:timers/promises'
import pMap from 'p-map'
import { readTagHistory, type TagMove } from '#lib/oci-client/read-tag-history.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { shortenCacheLife } from '../keep-page.ts'
import { buildTagTimeline, listFloatingTags, type TagTimeline } from './build-tag-timeline.ts'
import { getTagSnapshot } from './list-image-tags.ts'
import { splitAttachments } from './split-attachments.ts'

const concurrency = 4
const maxWaitMs = 1_500
const askedAgainMs = 600_000

/** Until when a registry is not asked again, by the host in its references. */
const without = new Map<string, number>()
const maxHosts = 100

/** Null where there is none. What cannot be read in time is left out, and the page is then made again in a few seconds. */
export function getTagTimeline(alias: string, repositoryName: string): Promise<TagTimeline | null> {
  return inTime(readTimeline(alias, repositoryName))
}

/** The moves of one tag, the newest first; null where its registry keeps no history, and as above. */
export function getTagMoves(alias: string, repositoryName: string, tag: string): Promise<TagMove[] | null> {
  return inTime(readMoves(alias, repositoryName, tag))
}

/** A page is worth showing without it. */
async function inTime<Value>(reading: Promise<Value | null>): Promise<Value | null> {
  const late = setTimeout(Math.min(maxWaitMs, remainingVisitMs()), 'late' as const, { ref: false })
  const read = await Promise.race([reading.catch(toLate), late])
  if (read !== 'late') return read
  await shortenCacheLife()
  return null
}

function toLate(error: unknown): 'late' {
  getLog().warn({ err: error }, 'The history of tags could not be read.')
  return 'late'
}

async function readTimeline(alias: string, repositoryName: string): Promise<TagTimeline | null> {
  const snapshot = await getTagSnapshot(alias, repositoryName)
  if (snapshot === null) return null
  const { images } = splitAttachments(snapshot.listImages('version'))
  const [first, ...others] = listFloatingTags(images)
  if (first === undefined) return null
  // A registry without history says so to the first question.
  const moves = await readMoves(alias, repositoryName, first)
  if (moves === null) return null
  const rest = await pMap(
    others,
    async (tag) => [tag, (await readMoves(alias, repositoryName, tag)) ?? []] as const,
    { concurrency },
  )
  return buildTagTimeline(images, new Map([[first, moves], ...rest]))
}

async function readMoves(alias: string, repositoryName: string, tag: string): Promise<TagMove[] | null> {
  const summary = getCatalog().findRepository(alias, repositoryName)
  if (summary === null) return null
  const { endpoint } = getSourceOf(summary.registryId)
  const uri = toRepositoryUri(summary)
  const host = uri.slice(0, uri.indexOf('/'))
  if ((without.get(host) ?? 0) > Date.now()) return null
  const { client, name } = getRegistryClient(uri, endpoint)
  const moves = await readTagHistory(client, name, tag)
  if (moves === null && endpoint.kind !== 'embedded') {
    if (without.size >= maxHosts) without.clear()
    without.set(host, Date.now() + askedAgainMs)
  }
  return moves
}
