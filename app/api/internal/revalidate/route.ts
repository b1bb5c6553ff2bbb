/** `POST /api/internal/revalidate`: the gallery's word to itself that cached pages are old; see revalidation.ts. */
import { revalidatePath } from 'next/cache'
import { imageRouteFolder } from '#lib/addresses/internal-routes.ts'
import { isRevalidationSecret, revalidationBody, revalidationHeader } from '#lib/runtime/revalidation.ts'

export async function POST(request: Request): Promise<Response> {
  if (!isRevalidationSecret(request.headers.get(revalidationHeader)))
    return new Response(null, { status: 404 })
  const body = revalidationBody.safeParse(await request.json().catch(() => null))
  if (!body.success) return new Response(null, { status: 400 })
  const { stale } = body.data
  if (stale === 'all') revalidatePath('/', 'layout')
  else {
    for (const path of stale) revalidatePath(path)
    // Which tags of a repository have pages is not known; they are quickly made.
    revalidatePath(imageRouteFolder, 'page')
  }
  return new Response(null, { status: 204 })
}
