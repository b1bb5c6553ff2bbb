/**
 * `GET /api/status`: for each source whether it is up to date, how far it has been read, and what is wrong. Always 200, since it
 * is the answer that matters; `/api/health` is for load balancers.
 */
import { connection } from 'next/server'
import { getStatus } from '#lib/pages/get-status.ts'

export async function GET(): Promise<Response> {
  await connection()
  return Response.json(await getStatus(), { headers: { 'cache-control': 'no-store' } })
}
