/**
 * How an upstream's repository stands beside the upstream's: when it was last compared, whether the upstream refused then, and how
 * many tags are there that are not here. When the refusal or the number changes, the change feed says so, so that pages follow.
 */
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Upstream } from '#lib/config/upstreams.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { UpstreamLists } from './list-from-upstream.ts'
import { UpstreamError } from './upstream-error.ts'

export interface RepositoryStanding {
  /** The upstream, and its name of the repository: `docker.io`, `library/redis`. */
  host: string
  name: string
  /** ISO 8601; null where no tag was ever compared. */
  checkedAt: string | null
  /** Why the last comparison failed; null when it did not. */
  refusal: string | null
  /** The same without words, for the pages of the gallery. */
  reason: (Pick<Refusal, 'status'> & { code: Refusal['reason'] }) | null
  /** Tags of the upstream that are not here; null while that is not known. */
  behindTags: number | null
}

type Refusal = Pick<UpstreamError, 'message' | 'reason' | 'status'>

export interface Standings {
  noteChecked(name: string, atMs: number): void
  /** @param refusal its message, as visitors may read it, and the same without words */
  noteRefused(name: string, refusal: Refusal): void
  /** Null when nothing of it is here. Asks the upstream for its tags now and then, for which nobody waits. */
  read(name: string): Promise<RepositoryStanding | null>
}

/** Between two looks at the list of tags; pages are read by crawlers, too. */
const listedMs = 60 * 60_000
const tagsAtOnce = 1_000
/** Of what went wrong, which may quote the upstream. */
const maxRefusal = 300
/** A repository with more tags is not counted to its end, nor a list in more pages. */
const maxTags = 20_000
const maxPages = 40

interface State {
  checkedMs: number | null
  refusal: Refusal | null
  behindTags: number | null
  countedMs: number
}

export function createStandings({
  upstream,
  lists,
  accountId,
  service: { store, clock, log },
}: {
  upstream: Upstream
  lists: Pick<UpstreamLists, 'listTags'>
  accountId: string
  service: {
    store: Pick<Store, 'repositories' | 'settings' | 'tags' | 'transaction'>
    clock: () => Date
    log: Logger
  }
}): Standings {
  const now = () => clock().getTime()
  // Small: a name, three numbers and a sentence of ours.
  const states = new LRUCache<string, State>({ max: 20_000 })
  let isCounting = false

  const getState = (name: string): State => {
    const known = states.get(name) ?? {
      checkedMs: null,
      refusal: null,
      behindTags: null,
      countedMs: -Infinity,
    }
    states.set(name, known)
    return known
  }

  const tellPages = (name: string) => {
    const at = clock().toISOString()
    store
      .transaction((tx) => tx.changes.record({ accountId, repositoryName: name, at }))
      .catch((error: unknown) => {
        log.error({ err: error, upstream: upstream.host, name }, 'a change of an upstream could not be told')
      })
  }

  const count = async (name: string, repositoryId: number): Promise<number> => {
    const own = new Set<string>()
    for (let after: string | null = null; own.size < maxTags; ) {
      const page: string[] = await store.tags.listNames(repositoryId, { after, limit: tagsAtOnce })
      for (const tag of page) own.add(tag)
      after = page.at(-1) ?? null
      if (page.length < tagsAtOnce) break
    }
    const listed = new Set<string>()
    let after: string | null = null
    for (let page = 0; page < maxPages && listed.size < maxTags; page += 1) {
      const before = listed.size
      const { tags, hasMore } = await lists.listTags(name, { limit: tagsAtOnce, after })
      for (const tag of tags) listed.add(tag)
      after = tags.at(-1) ?? null
      // Pages that lead round in a circle end here, as they have no end of their own.
      if (!hasMore || listed.size === before) break
    }
    return [...listed].filter((tag) => !own.has(tag)).length
  }

  const countLater = (name: string, repositoryId: number) => {
    const state = getState(name)
    if (isCounting || state.countedMs > now() - listedMs) return
    isCounting = true
    state.countedMs = now()
    count(name, repositoryId)
      .then((behind) => {
        if (state.behindTags === behind) return
        state.behindTags = behind
        tellPages(name)
      })
      .catch((error: unknown) => {
        if (error instanceof UpstreamError) return
        log.error(
          { err: error, upstream: upstream.host, name },
          'the tags of an upstream could not be counted',
        )
      })
      .finally(() => {
        isCounting = false
      })
  }

  /** After a restart: of the tag that came last. */
  const readCheckedMs = async (repositoryId: number): Promise<number | null> => {
    const [newest] = await store.tags.list({ repositoryId, after: null, limit: 1 })
    const stored = newest && (await store.settings.get(`upstream-tag:${repositoryId}:${newest.tag}`))
    return stored ? Date.parse(stored) : null
  }

  return {
    noteChecked(name, atMs) {
      const state = getState(name)
      const wasRefused = state.refusal !== null
      state.checkedMs = atMs
      state.refusal = null
      if (wasRefused) tellPages(name)
    },
    noteRefused(name, { message, reason, status }) {
      const state = getState(name)
      const wasRefused = state.refusal !== null
      state.refusal = { message: message.replace(/\p{Cc}+/gu, ' ').slice(0, maxRefusal), reason, status }
      if (!wasRefused) tellPages(name)
    },
    async read(name) {
      const repository = await store.repositories.get(accountId, name)
      if (repository === null) return null
      const { repositoryId } = repository
      const state = getState(name)
      state.checkedMs ??= await readCheckedMs(repositoryId)
      countLater(name, repositoryId)
      return {
        host: upstream.host,
        name,
        checkedAt: state.checkedMs === null ? null : new Date(state.checkedMs).toISOString(),
        refusal: state.refusal?.message ?? null,
        reason: state.refusal && { code: state.refusal.reason, status: state.refusal.status },
        behindTags: state.behindTags,
      }
    },
  }
}
