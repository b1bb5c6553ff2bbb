/** What cannot be read for a while is no damage: it would be moved out of the way, and count as not pushed. */
import { expect, test } from 'vitest'
import type { Digest } from '#lib/oci/digest.ts'
import { StoreUnreachableError } from '#registry/store/store-error.ts'
import { findBlobProblem } from './find-blob-problem.ts'

const blob = { digest: `sha256:${'a'.repeat(64)}` as Digest, sizeBytes: 7 }
const findProblem = (failure: Error) =>
  findBlobProblem({ stat: async () => 7, locate: () => ({ send: () => Promise.reject(failure) }) }, blob)

test.each([
  Object.assign(new Error('too many open files'), { code: 'EMFILE' }),
  Object.assign(new Error('stale file handle'), { code: 'ESTALE' }),
  new StoreUnreachableError('The database is away.'),
])('is thrown, and no problem of the blob: %s', async (failure) => {
  await expect(findProblem(failure)).rejects.toBe(failure)
})

test('what the disk does not give is one', async () => {
  const failure = Object.assign(new Error('i/o error'), { code: 'EIO' })
  expect(await findProblem(failure)).toBe('cannot be read: i/o error')
})
