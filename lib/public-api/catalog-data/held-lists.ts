/**
 * Lists that callers read page by page: held as they were when they were begun, so that nothing comes twice or is left out when the
 * catalogue changes meanwhile. Bounded in bytes; where a list is not held any more (a restart, another replica), it is made again, and
 * read on from the same place.
 */
import { createHash, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { CatalogDataError } from './catalog-data-error.ts'

export interface ListPage<Item> {
  items: Item[]
  totalResults: number
  nextToken?: string
}

/** A part of a list. */
export interface HeldList<Item> {
  /** Where in the whole list the part begins. */
  from: number
  items: readonly Item[]
  /** Of the whole list. */
  totalResults: number
}

export interface HeldLists<Item> {
  /**
   * One page of a list.
   * @param question names the list: a token of another list is refused
   * @param make a part of the list from this place on, as long as is worth being held
   * @throws {CatalogDataError} for a token that is none of this list
   */
  read(
    question: unknown,
    page: { count: number; nextToken: string | undefined },
    make: (from: number) => HeldList<Item> | Promise<HeldList<Item>>,
  ): Promise<ListPage<Item>>
}

export interface HeldListsOptions<Item> {
  maxBytes: number
  toBytes: (item: Item) => number
  lifeMs: number
}

const tokenShape = z.tuple([z.string().max(40), z.int().min(0).max(100_000_000), z.string().max(80)])

export function createHeldLists<Item>({
  maxBytes,
  toBytes,
  lifeMs,
}: HeldListsOptions<Item>): HeldLists<Item> {
  const lists = new LRUCache<string, HeldList<Item>>({
    maxSize: maxBytes,
    sizeCalculation: ({ items }) => items.reduce((sum, item) => sum + toBytes(item), 200),
    ttl: lifeMs,
    ttlResolution: 1_000,
  })
  return {
    async read(question, { count, nextToken }, make) {
      const name = createHash('sha256').update(JSON.stringify(question)).digest('base64url')
      const [heldId, from] = nextToken === undefined ? ['', 0] : readToken(nextToken, name)
      const known = lists.get(heldId)
      const isHeld = known !== undefined && from >= known.from && from < known.from + known.items.length
      const list = isHeld ? known : await make(from)
      const id = isHeld ? heldId : randomBytes(9).toString('base64url')
      const items = list.items.slice(from - list.from, from - list.from + count)
      const end = from + items.length
      const { totalResults } = list
      if (items.length === 0 || end >= totalResults) return { items, totalResults }
      if (!isHeld && end < list.from + list.items.length) lists.set(id, list)
      return { items, totalResults, nextToken: toToken(id, end, name) }
    },
  }
}

function toToken(id: string, from: number, name: string): string {
  return Buffer.from(JSON.stringify([id, from, name])).toString('base64url')
}

function readToken(token: string, name: string): [id: string, from: number] {
  const parsed = tokenShape.safeParse(tryJson(Buffer.from(token, 'base64url').toString()))
  if (!parsed.success || parsed.data[2] !== name) {
    throw new CatalogDataError(
      'InvalidParameterException',
      'The nextToken is not one of this list. Begin without it.',
    )
  }
  return [parsed.data[0], parsed.data[1]]
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
