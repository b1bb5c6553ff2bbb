/**
 * `GET /api/health`: 200 while the gallery can show something, also when the endpoint is out of reach and the
 * data is old; 503 before it has ever been read.
 */
import { connection } from 'next/server'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'

export async function GET(): Promise<Response> {
  await connection()
  // Why a read failed is for the operator, whom the log tells.
  const { syncError, ...facts } = getCatalog().facts()
  const status = facts.syncedAt === null ? 'starting' : syncError === null ? 'ok' : 'stale'
  return Response.json(
    { status, facts },
    { status: status === 'starting' ? 503 : 200, headers: { 'cache-control': 'no-store' } },
  )
}
