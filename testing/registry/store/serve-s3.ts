/** One S3 service for all tests of a run; each registry has a bucket of its own. */
import type { TestProject } from 'vitest/node'
import { findS3Problem, startRadosgw } from '../../start-radosgw.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    s3: { endpoint: string; accessKeyId: string; secretAccessKey: string }
  }
}

/** Vitest calls it before the first test, and what it returns after the last. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const problem = findS3Problem()
  if (problem !== null) throw new Error(`There is no S3-compatible store: ${problem}.`)
  const s3 = await startRadosgw()
  const { endpoint, accessKeyId, secretAccessKey } = s3
  project.provide('s3', { endpoint, accessKeyId, secretAccessKey })
  return async () => s3[Symbol.asyncDispose]()
}
