/** Finds a repository by an alias of its registry, as image references name it. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface FoundRepositoryId {
  /** Whose the active alias is; null when it is nobody's. */
  accountId: string | null
  /** Null when there is no repository of that name. */
  repositoryId: number | null
}

// Written out, as every request needs it; see ../image/get-manifest.ts.
const select = `SELECT alias.account_id AS accountId, repository.repository_id AS repositoryId
  FROM alias LEFT JOIN repository ON repository.account_id = alias.account_id AND repository.name = ?
  WHERE alias.name = ? AND alias.status = 'ACTIVE'`

export async function findRepositoryId(
  db: Kysely<Database>,
  alias: string,
  name: string,
): Promise<FoundRepositoryId> {
  const { rows } = await db.executeQuery<FoundRepositoryId>(CompiledQuery.raw(select, [name, alias]))
  return rows[0] ?? { accountId: null, repositoryId: null }
}
