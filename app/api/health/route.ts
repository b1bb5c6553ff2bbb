/**
 * `GET /api/health`: 200 while the gallery can show something, also when the endpoint is out of reach and the
 * data is old; 503 before anything has been read.
 */
import { connection } from 'next/server'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export async function GET(): Promise<Response> {
  await connection()
  // Why a read failed is for the operator, whom the log tells.
  const { syncError, ...facts } = getCatalog().facts()
  const isRead = facts.syncedAt !== null
  // While a large source is read for the first time, what is there can be shown already.
  const status = isRead
    ? syncError === null
      ? 'ok'
      : 'stale'
    : facts.repositoryCount > 0
      ? 'reading'
      : 'starting'
  return Response.json(
    { status, facts },
    { status: status === 'starting' ? 503 : 200, headers: { 'cache-control': 'no-store' } },
  )
}
