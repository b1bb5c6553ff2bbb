/** What takes how much room: by repository and by account, what is shared, and what waits to be removed. */
import { readQuota } from '#registry/domain/limits/read-quota.ts'
import type { Parts, Verbs } from '../parts.ts'

export interface Usage {
  /** Bytes of everything that it has, as if it were alone. */
  bytes: number
  /** Bytes that only it has: what would be free without it. */
  ownBytes: number
}

export interface RepositoryUsage extends Usage {
  accountId: string
  name: string
  images: number
  tags: number
}

export interface AccountUsage extends Usage {
  accountId: string
  repositories: number
  images: number
  tags: number
  /** What its repositories have, each for itself: what they share counts for each. */
  listedBytes: number
  /** Of the quota; null for none. */
  maxRepositories: number | null
}

export interface StoreUsage {
  /** On the disk, each content once. */
  blobs: number
  bytes: number
  /** Content that no repository has any more. */
  garbage: { blobs: number; bytes: number }
  uploads: number
  freeBytes: number | null
  /** The largest first. */
  accounts: AccountUsage[]
  repositories: RepositoryUsage[]
}

/** Reads it all, in slices; a push meanwhile may be in it or not. */
export async function measureUsage(
  { store, images, space }: Parts<'images' | 'space'> & Verbs<'usage' | 'blobs' | 'quotas'>,
  { top }: { top: number },
): Promise<StoreUsage> {
  const repositories = new Map<number, RepositoryUsage>()
  const accounts = new Map<string, AccountUsage>()
  for await (const { repositoryId, ...found } of store.usage.walkRepositories()) {
    repositories.set(repositoryId, { ...found, bytes: 0, ownBytes: 0 })
    const account = accounts.get(found.accountId) ?? toEmptyAccount(found.accountId)
    account.repositories++
    account.images += found.images
    account.tags += found.tags
    accounts.set(found.accountId, account)
  }
  const add = (holders: readonly RepositoryUsage[], sizeBytes: number) => {
    for (const one of holders) one.bytes += sizeBytes
    const [only, ...more] = holders
    if (only && more.length === 0) only.ownBytes += sizeBytes
    const owners = new Set(holders.map(({ accountId }) => accountId))
    for (const accountId of owners) {
      const account = accounts.get(accountId)
      if (account === undefined) continue
      account.bytes += sizeBytes
      if (owners.size === 1) account.ownBytes += sizeBytes
    }
  }
  let shared: { digest: string; sizeBytes: number; holders: RepositoryUsage[] } | null = null
  for await (const { digest, repositoryId, sizeBytes } of store.usage.walkBlobLinks()) {
    if (shared !== null && shared.digest !== digest) {
      add(shared.holders, shared.sizeBytes)
      shared = null
    }
    shared ??= { digest, sizeBytes, holders: [] }
    const holder = repositories.get(repositoryId)
    if (holder === undefined) continue
    shared.holders.push(holder)
    const account = accounts.get(holder.accountId)
    if (account) account.listedBytes += sizeBytes
  }
  if (shared !== null) add(shared.holders, shared.sizeBytes)
  const largest = toLargest(accounts.values(), top)
  for (const account of largest) {
    const most = await readQuota(store, account.accountId, 'repositories')
    account.maxRepositories = Number.isFinite(most) ? most : null
  }
  const { blobs, bytes } = await store.blobs.count()
  return {
    blobs,
    bytes,
    garbage: await store.usage.sumUnlinked(),
    uploads: await images.uploads.count(),
    freeBytes: space.read().freeBytes,
    accounts: largest,
    repositories: toLargest(repositories.values(), top),
  }
}

function toEmptyAccount(accountId: string): AccountUsage {
  return {
    accountId,
    repositories: 0,
    images: 0,
    tags: 0,
    bytes: 0,
    ownBytes: 0,
    listedBytes: 0,
    maxRepositories: null,
  }
}

function toLargest<Item extends Usage>(items: Iterable<Item>, top: number): Item[] {
  return [...items].sort((a, b) => b.bytes - a.bytes).slice(0, top)
}
