/** Has every registry of a file of tests be two, on PostgreSQL and S3, behind nginx. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { chooseRegistries } from '../../choose-registries.ts'
import { createDatabase, dropDatabase } from '../../start-postgres.ts'
import { createBucket, toBucketEnvironment } from '../../start-radosgw.ts'
import { startRegistries } from '../start-behind-nginx.ts'
import { migratedDatabase } from './serve-postgres.ts'

chooseRegistries(async (request) => {
  const folder = mkdtempSync(join(tmpdir(), 'registries-'))
  const server = inject('postgresUrl')
  const databaseUrl = await createDatabase(server, migratedDatabase)
  const s3 = inject('s3')
  const blobStore = toBucketEnvironment(s3, await createBucket(s3))
  const started = await startRegistries(request, { databaseUrl, blobStore, folder })
  return {
    ...started,
    async stop() {
      await started.stop()
      await dropDatabase(server, databaseUrl)
      rmSync(folder, { recursive: true, force: true })
    },
  }
})
