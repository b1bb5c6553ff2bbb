/** `GET /readyz`: 200 while visitors should be sent here, 503 with the reasons while they should not. */
import { connection } from 'next/server'
import { findReadinessProblems } from '#lib/runtime/find-readiness-problems.ts'

export async function GET(): Promise<Response> {
  await connection()
  const reasons = findReadinessProblems()
  const headers = { 'cache-control': 'no-store' }
  return reasons.length === 0
    ? Response.json({ status: 'ok', reasons }, { headers })
    : Response.json(
        { status: 'not ready', reasons },
        { status: 503, headers: { ...headers, 'retry-after': '5' } },
      )
}
