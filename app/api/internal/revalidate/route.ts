/** `POST /api/internal/revalidate`: the gallery's word to itself that pages which it keeps are old; see revalidation.ts. */
import { revalidateTag } from 'next/cache'
import { everyPageTag } from '#lib/runtime/cache-tags.ts'
import { isRevalidationSecret, revalidationBody, revalidationHeader } from '#lib/runtime/revalidation.ts'

export async function POST(request: Request): Promise<Response> {
  if (!isRevalidationSecret(request.headers.get(revalidationHeader)))
    return new Response(null, { status: 404 })
  const body = revalidationBody.safeParse(await request.json().catch(() => null))
  if (!body.success) return new Response(null, { status: 400 })
  const { stale } = body.data
  // At once: nobody is given an old page while the new one is made.
  for (const tag of stale === 'all' ? [everyPageTag] : stale) revalidateTag(tag, { expire: 0 })
  return new Response(null, { status: 204 })
}
