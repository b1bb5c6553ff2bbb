/** Repositories: found, made, moved into the past, removed. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Backdating, FoundRepositoryId, Repository } from '../entities.ts'
import type { RepositoryWrites } from '../verbs.ts'
import { createChangeVerbs } from './changes.ts'
import type { DialectWords } from './dialect-words.ts'
import { createLogoVerbs } from './logos.ts'
import type { Database } from './schema.ts'
import { shrinkRepository } from './shrink-repository.ts'
import { toStatement } from './statement.ts'

export function createRepositoryVerbs(db: Kysely<Database>, words: DialectWords): RepositoryWrites {
  return {
    async backdate({ accountId, name, createdAt, pushedAt }) {
      const { updatedAt, repositoryId } = await setTimes(db, { accountId, name, createdAt, pushedAt })
      if (repositoryId === null) return null
      for (const [digest, at] of pushedAt) {
        const isImage = { repository_id: repositoryId, digest }
        await db
          .updateTable('image')
          .set({ pushed_at: at })
          .where(({ and }) => and(isImage))
          .execute()
        await db
          .updateTable('image_tag')
          .set({ created_at: at })
          .where(({ and }) => and(isImage))
          .execute()
        await db
          .updateTable('tag_move')
          .set({ moved_at: at })
          .where(({ and }) => and(isImage))
          .execute()
      }
      await deleteRepeatedMoves(db, repositoryId)
      await createChangeVerbs(db).record({ accountId, repositoryName: name, at: updatedAt })
      return repositoryId
    },
    async count(accountId) {
      const { count } = await db
        .selectFrom('repository')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return count
    },
    async delete(repositoryId) {
      const logo = await db
        .selectFrom('catalog_data')
        .select('logo_sha256')
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst()
      await db.deleteFrom('repository').where('repository_id', '=', repositoryId).execute()
      if (logo?.logo_sha256) await createLogoVerbs(db).deleteUnused(logo.logo_sha256)
    },
    async find(alias, name) {
      const { rows } = await db.executeQuery<FoundRepositoryId>(select(name, alias))
      return rows[0] ?? { accountId: null, repositoryId: null }
    },
    async getAccess(accountId, name) {
      const rows = await db
        .selectFrom('repository as r')
        .leftJoin('repository_policy as p', 'p.repository_id', 'r.repository_id')
        .leftJoin('resource_tag as t', 't.repository_id', 'r.repository_id')
        .select(['p.policy_text', 't.key', 't.value'])
        .where('r.account_id', '=', accountId)
        .where('r.name', '=', name)
        .execute()
      return {
        policyText: rows[0]?.policy_text ?? null,
        tags: rows.flatMap(({ key, value }) => (key === null ? [] : [{ key, value: value ?? '' }])),
      }
    },
    async getOwner(repositoryId) {
      return db
        .selectFrom('repository')
        .select(['account_id as accountId', 'name'])
        .where('repository_id', '=', repositoryId)
        .executeTakeFirstOrThrow()
    },
    async get(accountId, name) {
      const row = await db
        .selectFrom('repository')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('name', '=', name)
        .executeTakeFirst()
      return row === undefined ? null : toRepository(row)
    },
    shrink: (repositoryId) => shrinkRepository(db, words, repositoryId),
    async has(repositoryId) {
      const { rows } = await db.executeQuery(selectOne(repositoryId))
      return rows.length > 0
    },
    async insert({ accountId, name, at }) {
      const row = await db
        .insertInto('repository')
        .values({ account_id: accountId, name, created_at: at, updated_at: at })
        .returningAll()
        .executeTakeFirstOrThrow()
      return toRepository(row)
    },
    async list({ accountId, after, limit }) {
      const rows = await db
        .selectFrom('repository')
        .selectAll()
        .where('account_id', '=', accountId)
        .$if(after !== null, (query) => query.where('name', '>', after))
        .orderBy('name')
        .limit(limit)
        .execute()
      return rows.map(toRepository)
    },
    async listNamed(accountId, names) {
      if (names.length === 0) return []
      const rows = await db
        .selectFrom('repository')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('name', 'in', names)
        .execute()
      return rows.map(toRepository)
    },
    async listWithLogo(accountId) {
      const rows = await db
        .selectFrom('repository')
        .innerJoin('catalog_data', 'catalog_data.repository_id', 'repository.repository_id')
        .select('repository.name')
        .where('repository.account_id', '=', accountId)
        .where('catalog_data.logo_sha256', 'is not', null)
        .orderBy('repository.name')
        .execute()
      return rows.map(({ name }) => name)
    },
    async countAll() {
      const { count } = await db
        .selectFrom('repository')
        .select((select) => select.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

async function setTimes(tx: Kysely<Database>, { accountId, name, createdAt, pushedAt }: Backdating) {
  const updatedAt = [createdAt, ...pushedAt.values()].sort().at(-1) ?? createdAt
  const row = await tx
    .updateTable('repository')
    .set({ created_at: createdAt, updated_at: updatedAt })
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .where('created_at', '>', new Date(Date.parse(createdAt) + 3_600_000).toISOString())
    .returning('repository_id')
    .executeTakeFirst()
  return { updatedAt, repositoryId: row?.repository_id ?? null }
}

/** What was pushed twice, as by a run that was interrupted, moved its tags twice; of a past each move is there once, in order. */
async function deleteRepeatedMoves(tx: Kysely<Database>, repositoryId: number): Promise<void> {
  await sql`DELETE FROM tag_move WHERE repository_id = ${repositoryId} AND EXISTS (
    SELECT 1 FROM tag_move AS earlier WHERE earlier.repository_id = ${repositoryId}
      AND earlier.tag = tag_move.tag AND earlier.tag_number < tag_move.tag_number
      AND earlier.moved_at >= tag_move.moved_at)`.execute(tx)
}

// Written out, as every request and every push needs them; see manifests.ts.
const selectOne = toStatement('SELECT 1 FROM repository WHERE repository_id = $1')

const select = toStatement(`SELECT alias.account_id AS "accountId", repository.repository_id AS "repositoryId"
  FROM alias LEFT JOIN repository ON repository.account_id = alias.account_id AND repository.name = $1
  WHERE alias.name = $2 AND alias.status = 'ACTIVE'`)

function toRepository(row: Selectable<Database['repository']>): Repository {
  return {
    repositoryId: row.repository_id,
    accountId: row.account_id,
    name: row.name,
    createdAt: row.created_at,
  }
}
