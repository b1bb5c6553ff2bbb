/** A feed as it was asked for, Atom unless `format=json`, and only when it has changed (RFC 9110 §13.1, "Preconditions"). */
import { createHash } from 'node:crypto'
import { readConfig } from '#lib/config/config.ts'
import { getLog } from '#lib/runtime/log.ts'
import { type Feed, toUpdatedAt } from './feed.ts'
import { toAtom } from './to-atom.ts'
import { toJsonFeed } from './to-json-feed.ts'

/** Readers ask often; most of what they ask for has not changed. */
const lifeSeconds = 60

/** @param make null for what is not there */
export async function answerFeed(request: Request, make: () => Promise<Feed | null>): Promise<Response> {
  let feed: Feed | null
  try {
    feed = await make()
  } catch (error) {
    getLog().warn({ err: error }, 'A feed could not be made.')
    const headers = { 'retry-after': '60', 'cache-control': 'no-store' }
    return Response.json({ message: 'This cannot be read right now.' }, { status: 503, headers })
  }
  if (feed === null) {
    return Response.json(
      { message: 'There is nothing here to follow.' },
      { status: 404, headers: { 'cache-control': 'no-store' } },
    )
  }
  const isJson = new URL(request.url).searchParams.get('format') === 'json'
  const { galleryUrl } = readConfig()
  const body = isJson ? toJsonFeed(feed, galleryUrl) : toAtom(feed, galleryUrl)
  const entityTag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const updatedAt = toUpdatedAt(feed)
  const headers = {
    etag: entityTag,
    ...(updatedAt === null ? {} : { 'last-modified': new Date(updatedAt).toUTCString() }),
    'cache-control': `public, max-age=${lifeSeconds}`,
    'access-control-allow-origin': '*',
  }
  if (isUnchanged(request, entityTag, updatedAt)) return new Response(null, { status: 304, headers })
  const type = isJson ? 'application/feed+json' : 'application/atom+xml'
  return new Response(body, { headers: { ...headers, 'content-type': `${type}; charset=utf-8` } })
}

/** An entity tag decides; the date does only where there is none (§13.1.3). */
function isUnchanged({ headers }: Request, entityTag: string, updatedAt: string | null): boolean {
  const known = headers.get('if-none-match')
  if (known !== null) {
    return (
      known.trim() === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === entityTag)
    )
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  // Dates of HTTP have whole seconds.
  return updatedAt !== null && Math.floor(Date.parse(updatedAt) / 1000) <= Math.floor(since / 1000)
}
