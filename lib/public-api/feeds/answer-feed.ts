/** A feed as it was asked for, Atom unless `format=json`, and only when it has changed. */
import { readConfig } from '#lib/config/config.ts'
import { getLog } from '#lib/runtime/log.ts'
import { answerUnlessKnown } from '../answer-unless-known.ts'
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
  const type = isJson ? 'application/feed+json' : 'application/atom+xml'
  return answerUnlessKnown(request, body, {
    updatedAt: toUpdatedAt(feed),
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': `public, max-age=${lifeSeconds}`,
      'access-control-allow-origin': '*',
    },
  })
}
