/** Takes tokens out of the buckets of rates in the database; see the migration 0004 and domain/limits/shared-buckets.ts. */
import type { Pool } from 'pg'
import type { TakeTokens, TokenGrant } from '../metadata.ts'
import { toPgQuery } from './connect.ts'
import { toStoreFailure } from './to-store-failure.ts'

const statement = 'SELECT client, granted, credit FROM take_tokens($1::json, $2)'

export function createTakeTokens(pool: Pool): TakeTokens {
  return async (asks, atMs) => {
    try {
      const query = toPgQuery({ sql: statement, parameters: [JSON.stringify(asks), atMs] })
      return (await pool.query<TokenGrant>(query)).rows
    } catch (error) {
      throw toStoreFailure(error)
    }
  }
}
