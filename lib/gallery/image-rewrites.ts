/**
 * The addresses of images, `/ALIAS/REPO…?tag=` and `?digest=`, as rewrites to a route that has everything in its path: a
 * page that reads `searchParams` can neither be cached nor answer 404 with words. No alias, tag or repository can be
 * `~` or `-`.
 */

interface Rewrite {
  source: string
  has: { type: 'query'; key: string; value?: string }[]
  destination: string
}

const digest = {
  type: 'query' as const,
  key: 'digest',
  value: '(?<reference>sha(?:256|512):[0-9a-f]{64,128})',
}
const tag = { type: 'query' as const, key: 'tag', value: '(?<reference>[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127})' }
const platform = { type: 'query' as const, key: 'platform', value: '(?<platform>[\\w./-]{1,200})' }

/**
 * The rewrites, the first that fits being the one; a digest decides where both are named.
 * @param source with the parameters `alias` and `repository`
 */
export function listImageRewrites(source: string): Rewrite[] {
  const path = ':alias/:repository+'
  return [digest, tag].flatMap((reference) => [
    { source, has: [reference, platform], destination: `/~image/:reference/${path}/~/:platform` },
    { source, has: [reference], destination: `/~image/:reference/${path}` },
    // What cannot be a reference has a page that says so.
    { source, has: [{ type: 'query', key: reference.key }], destination: `/~image/-/${path}` },
  ])
}
