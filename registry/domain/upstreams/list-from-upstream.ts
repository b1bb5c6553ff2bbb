/**
 * Lists of an upstream: tags, and the referrers of a manifest (distribution specification 1.1.1, "Listing Tags", "Listing
 * Referrers", with the tag to fall back on where an upstream has no such API). What was listed is kept for as long as a tag is fresh.
 */
import { LRUCache } from 'lru-cache'
import type { Upstream } from '#lib/config/upstreams.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { maxListBytes, readNextQuery, readReferrers, readTags, type UpstreamReferrer } from './read-answer.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import { readUpstreamBody } from './upstream-request.ts'

/** Pages of referrers of one manifest. */
const maxReferrerPages = 20
const maxKeptBytes = 32 * 1024 * 1024

export interface TagPage {
  tags: string[]
  hasMore: boolean
}

export interface UpstreamLists {
  /**
   * One page, as the upstream has it.
   * @param onAsked is told when the upstream has to be asked for it
   * @throws {UpstreamError}
   */
  listTags(
    name: string,
    page: { limit: number; after: string | null },
    onAsked?: () => void,
  ): Promise<TagPage>
  /** @throws {UpstreamError} */
  listReferrers(name: string, subject: Digest, onAsked?: () => void): Promise<UpstreamReferrer[]>
}

export function createUpstreamLists(upstream: Upstream, client: UpstreamClient): UpstreamLists {
  const kept = new LRUCache<string, { value: unknown; bytes: number }>({
    maxSize: maxKeptBytes,
    sizeCalculation: ({ bytes }, key) => bytes + key.length,
    // A list of zero milliseconds would be kept for ever.
    ttl: Math.max(upstream.freshMs, 1),
  })
  const running = new Map<string, Promise<unknown>>()

  /** All who ask while a list is read have its result; afterwards it is kept by its size as text. */
  const read = <Value>(
    key: string,
    onAsked: (() => void) | undefined,
    work: () => Promise<Value>,
  ): Promise<Value> => {
    const known = kept.get(key)
    if (known !== undefined) return Promise.resolve(known.value as Value)
    onAsked?.()
    const begun = running.get(key)
    if (begun !== undefined) return begun as Promise<Value>
    const reading = work()
      .then((value) => {
        kept.set(key, { value, bytes: JSON.stringify(value).length })
        return value
      })
      .finally(() => running.delete(key))
    running.set(key, reading)
    return reading
  }

  const readList = async <Value>(name: string, path: string, parse: (bytes: Buffer) => Value | null) => {
    const answer = await client.open('GET', name, path, {
      accept: 'application/vnd.oci.image.index.v1+json, application/json',
    })
    const value = parse(await readUpstreamBody(upstream, answer, maxListBytes))
    if (value === null) throw new UpstreamError('invalid', `${upstream.host} sent no list.`)
    return { value, link: String(answer.headers.link ?? '') }
  }

  const listReferrerPages = async (name: string, path: string): Promise<UpstreamReferrer[] | null> => {
    const found: UpstreamReferrer[] = []
    let query = ''
    try {
      for (let page = 0; page < maxReferrerPages; page += 1) {
        const { value, link } = await readList(name, `${path}${query}`, readReferrers)
        found.push(...value)
        const next = readNextQuery(link)
        if (next === null || next === query) break
        query = next
      }
      return found
    } catch (error) {
      if (error instanceof UpstreamError && error.problem === 'absent') return found.length > 0 ? found : null
      throw error
    }
  }

  return {
    listTags: (name, { limit, after }, onAsked) =>
      read(`tags ${name} ${limit} ${after ?? ''}`, onAsked, async () => {
        const query = new URLSearchParams({ n: String(limit), ...(after !== null && { last: after }) })
        const { value: tags, link } = await readList(name, `tags/list?${query}`, readTags)
        const page = tags.slice(0, limit)
        // One that gives the same page again would be asked for it without end.
        const isNew = page.length > 0 && (after === null || !page.includes(after))
        return { tags: page, hasMore: (link !== '' || tags.length > limit) && isNew }
      }),
    listReferrers: (name, subject, onAsked) =>
      read(`referrers ${name} ${subject}`, onAsked, async () => {
        const listed = await listReferrerPages(name, `referrers/${subject}`)
        const fallen = listed ?? (await listReferrerPages(name, `manifests/${subject.replace(':', '-')}`))
        return fallen ?? []
      }),
  }
}
