/**
 * `GET /api/health`: 200 while the gallery can show something, also when the endpoint is out of reach and the
 * data is old; 503 before it has ever been read.
 */
import { connection } from 'next/server'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'

export async function GET(): Promise<Response> {
  await connection()
  const facts = getCatalog().facts()
  const status = facts.syncedAt === null ? 'starting' : facts.syncError === null ? 'ok' : 'stale'
  return Response.json(
    { status, facts },
    { status: status === 'starting' ? 503 : 200, headers: { 'cache-control': 'no-store' } },
  )
}
