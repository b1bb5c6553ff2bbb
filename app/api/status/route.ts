/**
 * `GET /api/status`: for each source whether it is up to date, how far it has been read, and what is wrong. Always 200, since it
 * is the answer that matters; `/api/health` is for load balancers.
 */
import { connection } from 'next/server'
import { describeRegistryTrouble } from '#components/status/describe-registry-trouble.ts'
import { DEFAULT_LANGUAGE } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { getStatus } from '#lib/pages/status/get-status.ts'
import type { StatusAnswer } from '#lib/public-api/gallery-status-shape.ts'

export async function GET(): Promise<Response> {
  await connection()
  const status = await getStatus()
  const { registry } = status
  const texts = readTexts(DEFAULT_LANGUAGE, 'status')
  const answer: StatusAnswer = {
    ...status,
    registry: registry && { ...registry, message: describeRegistryTrouble(registry, texts) },
  }
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}
