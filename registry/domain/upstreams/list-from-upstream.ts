/**
 * Lists of an upstream: tags, and the referrers of a manifest (distribution specification 1.1.1, "Listing Tags", "Listing
 * Referrers", with the tag to fall back on where an upstream has no such API). What was listed is kept for as long as a tag is fresh.
 */
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Upstream } from '#lib/config/upstreams.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { isTag } from '#lib/oci/tag.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import { readUpstreamBody } from './upstream-request.ts'

const maxBytes = 4 * 1024 * 1024
const maxListBytes = 16 * 1024 * 1024
/** Pages of referrers of one manifest. */
const maxReferrerPages = 20
const maxKeptBytes = 32 * 1024 * 1024

const tagsAnswer = z.object({ tags: z.array(z.string()).nullish() })

const descriptor = z.looseObject({
  mediaType: z.string().max(255),
  digest: z.string().refine(isDigest),
  size: z.number().int().min(0),
  artifactType: z.string().max(255).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
})

const referrersAnswer = z.object({ manifests: z.array(z.unknown()).nullish() })

export type UpstreamReferrer = z.output<typeof descriptor>

export interface TagPage {
  tags: string[]
  hasMore: boolean
}

export interface UpstreamLists {
  /** One page, as the upstream has it. @throws {UpstreamError} */
  listTags(name: string, page: { limit: number; after: string | null }): Promise<TagPage>
  /** @throws {UpstreamError} */
  listReferrers(name: string, subject: Digest): Promise<UpstreamReferrer[]>
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
  const read = <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key)
    if (known !== undefined) return Promise.resolve(known.value as Value)
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

  const readJson = async (name: string, path: string, max: number) => {
    const answer = await client.open('GET', name, path, {
      accept: 'application/vnd.oci.image.index.v1+json, application/json',
    })
    const bytes = await readUpstreamBody(upstream, answer, max)
    try {
      return { value: JSON.parse(bytes.toString('utf8')) as unknown, link: answer.headers.link }
    } catch (cause) {
      throw new UpstreamError('invalid', `${upstream.host} sent a list that is not JSON.`, { cause })
    }
  }

  /** What is no descriptor is left out, and takes nothing from the others. */
  const readReferrers = async (name: string, path: string): Promise<UpstreamReferrer[] | null> => {
    const found: UpstreamReferrer[] = []
    let query = ''
    try {
      for (let page = 0; page < maxReferrerPages; page += 1) {
        const { value, link } = await readJson(name, `${path}${query}`, maxBytes)
        const listed = referrersAnswer.safeParse(value).data?.manifests ?? []
        found.push(...listed.flatMap((one) => descriptor.safeParse(one).data ?? []))
        const next = toNextQuery(link)
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
    listTags: (name, { limit, after }) =>
      read(`tags ${name} ${limit} ${after ?? ''}`, async () => {
        const query = new URLSearchParams({ n: String(limit), ...(after !== null && { last: after }) })
        const { value, link } = await readJson(name, `tags/list?${query}`, maxListBytes)
        const parsed = tagsAnswer.safeParse(value)
        if (!parsed.success) throw new UpstreamError('invalid', `${upstream.host} sent no list of tags.`)
        const tags = (parsed.data.tags ?? []).filter(isTag)
        const page = tags.slice(0, limit)
        // One that gives the same page again would be asked for it without end.
        const isNew = page.length > 0 && (after === null || !page.includes(after))
        return { tags: page, hasMore: (link !== undefined || tags.length > limit) && isNew }
      }),
    listReferrers: (name, subject) =>
      read(`referrers ${name} ${subject}`, async () => {
        const listed = await readReferrers(name, `referrers/${subject}`)
        const fallen = listed ?? (await readReferrers(name, `manifests/${subject.replace(':', '-')}`))
        return fallen ?? []
      }),
  }
}

/** The query of the next page; whatever address a list names, it is asked of the upstream itself. */
function toNextQuery(link: string | string[] | undefined): string | null {
  const target = /^\s*<([^>]{1,2048})>\s*;[^,]*\brel="?next"?/i.exec(String(link ?? ''))?.[1]
  if (target === undefined) return null
  const at = target.indexOf('?')
  return at < 0 ? null : `?${new URLSearchParams(target.slice(at + 1))}`
}
