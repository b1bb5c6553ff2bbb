/**
 * Copies the metadata out of PostgreSQL into a file, as it would be in `DATA_DIR` without a database: every row as of one moment, while
 * others write. A backup with it can be restored with either engine.
 */
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { copySettings, copyTables, listDifferences, sumTables } from './copy-tables.ts'
import { createPrivateFile } from './create-private-file.ts'
import type { CopiedMetadata, CopyRequest } from './metadata.ts'
import { openPostgresSnapshot } from './postgres/open-postgres-metadata.ts'
import { createPostgresSide } from './postgres/postgres-side.ts'
import { copyMetadata } from './sqlite/copy-metadata.ts'
import { openSqliteMetadata } from './sqlite/open-sqlite-metadata.ts'
import { createSqliteSide } from './sqlite/sqlite-side.ts'
import { StoreError } from './store-error.ts'

/** @throws {StoreError} when it cannot be read or written, or what was written is not the same */
export async function copyDatabase(url: string, request: CopyRequest): Promise<CopiedMetadata> {
  const draft = `${request.to}.draft`
  try {
    await copyRows(url, draft, request.signal)
    return await copyMetadata(draft, request)
  } finally {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${draft}${ending}`, { force: true })
  }
}

async function copyRows(url: string, path: string, signal: AbortSignal): Promise<void> {
  createPrivateFile(path)
  const snapshot = await openPostgresSnapshot(url)
  try {
    const file = await openSqliteMetadata(path, () => {})
    try {
      const from = createPostgresSide(snapshot.db)
      const to = createSqliteSide(file.db, dirname(path))
      await to.setTriggers('off')
      await copyTables(from.db, to.db, signal, () => {})
      await to.writeLastId(await from.readLastId())
      await to.setTriggers('on')
      await copySettings(from.db, to.db)
      const different = listDifferences(await sumTables(from.db, signal), await sumTables(to.db, signal))
      if (different.length > 0) {
        throw new StoreError(`The copy is not what is in the database (${different.join(', ')}).`)
      }
    } finally {
      await file.close()
    }
  } finally {
    await snapshot.close()
  }
}
