/** One page of a list: 100 rows unless the caller asks for another number, and a token when there are more. */
import type { Keys } from '#registry/store/keys.ts'
import { invalidParameter } from '#registry/wire/aws-json/ecr-error.ts'
import { openPageToken, type PageScope, sealPageToken } from '#registry/wire/aws-json/page-token.ts'

const defaultPageSize = 100

export interface PageRequest {
  nextToken?: string | undefined
  maxResults?: number | undefined
}

interface PageSource<Row> {
  scope: PageScope
  /** Up to `limit` rows behind the cursor, from the first one when that is null. */
  fetch(after: string[] | null, limit: number): Promise<Row[]>
  /** The sort key of a row. */
  toCursor(row: Row): string[]
  /** What a row adds to the answer, where rows are of very different size; a page ends before `maxWeight`. */
  weigh?(row: Row): number
  maxWeight?: number
}

/**
 * Reads the page that was asked for.
 * @throws {EcrError} InvalidParameterException for a foreign or forged token
 */
export async function listPage<Row>(
  keys: Keys,
  request: PageRequest,
  source: PageSource<Row>,
): Promise<{ rows: Row[]; nextToken: string | undefined }> {
  const limit = request.maxResults ?? defaultPageSize
  const after = request.nextToken === undefined ? null : openPageToken(keys, source.scope, request.nextToken)
  // One row more than asked for tells whether there is a next page.
  const found = await source.fetch(after, limit + 1)
  const rows = withinWeight(found.slice(0, limit), source)
  const last = rows.at(-1)
  const more = found.length > rows.length && last !== undefined
  return { rows, nextToken: more ? sealPageToken(keys, source.scope, source.toCursor(last)) : undefined }
}

/** At least one row. */
function withinWeight<Row>(
  rows: Row[],
  { weigh, maxWeight = Number.POSITIVE_INFINITY }: PageSource<Row>,
): Row[] {
  if (weigh === undefined) return rows
  let total = 0
  const end = rows.findIndex((row, at) => {
    total += weigh(row)
    return at > 0 && total > maxWeight
  })
  return end < 0 ? rows : rows.slice(0, end)
}

/**
 * Paging makes no sense where the caller names the rows.
 * @throws {EcrError} InvalidParameterException naming the member that must go
 */
export function refusePaging(request: PageRequest, list: string): void {
  for (const member of ['nextToken', 'maxResults'] as const) {
    if (request[member] !== undefined) {
      throw invalidParameter(member, `Member must not be specified together with ${list}`)
    }
  }
}
