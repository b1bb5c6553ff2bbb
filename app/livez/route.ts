/** `GET /livez`: 200 while the process answers at all. What does not is to be started again. */
import { connection } from 'next/server'

export async function GET(): Promise<Response> {
  await connection()
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}
