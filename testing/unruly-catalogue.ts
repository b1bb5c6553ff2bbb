/** What the unruly endpoint holds, and how it cuts it into pages. */

export interface ListedRepository {
  registryId: string
  name: string
  /** How many it has. */
  tags: number
}

/** Names of its tags, in the order in which they were pushed. */
export function toTags({ tags }: ListedRepository): string[] {
  return Array.from({ length: tags }, (_, position) => `1.${position}`)
}

/** As the API describes it. */
export function toWireRepository({ registryId, name }: ListedRepository) {
  return {
    registryId,
    repositoryName: name,
    repositoryArn: `arn:aws:ecr-public::${registryId}:repository/${name}`,
    repositoryUri: `images.example/r${registryId.slice(-4)}/${name}`,
    createdAt: 1_750_000_000,
  }
}

/** The page that a token names; `isRepeated` gives the one before it in its place. */
export function toPage<Item>(
  items: readonly Item[],
  token: string | undefined,
  pageSize: number,
  isRepeated: boolean,
): { items: Item[]; next?: string } {
  const from = Number(token ?? 0)
  const shownFrom = isRepeated ? Math.max(0, from - pageSize) : from
  const next = from + pageSize
  return {
    items: items.slice(shownFrom, shownFrom + pageSize),
    ...(next < items.length ? { next: String(next) } : {}),
  }
}
