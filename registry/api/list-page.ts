/** One page of a list: 100 rows unless the caller asks for another number, and a token when there are more. */
import type { Keys } from '#registry/store/keys.ts'
import { invalidParameter } from './ecr-error.ts'
import { openPageToken, type PageScope, sealPageToken } from './page-token.ts'

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
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const more = found.length > limit && last !== undefined
  return { rows, nextToken: more ? sealPageToken(keys, source.scope, source.toCursor(last)) : undefined }
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
