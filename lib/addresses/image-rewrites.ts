/**
 * The addresses of images, `/ALIAS/REPO…?tag=` and `?digest=`, as rewrites to a route that has everything in its path: a
 * page that reads `searchParams` can neither be cached nor answer 404 with words. No alias, tag, platform or repository can be
 * `~` or `-`.
 */
import { CONTENTS_QUERY_PARAMETERS } from './contents-query.ts'
import { toComparisonRoute, toContentsRoute, toImageRoute } from './internal-routes.ts'
import { TREE_QUERY_PARAMETERS } from './tree-query.ts'

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
/** As `toPlatformNames` makes them. */
const platform = { type: 'query' as const, key: 'platform', value: '(?<platform>[\\w./:()+-]{1,260})' }
const part = { type: 'query' as const, key: 'part', value: '(?<part>[a-z]{1,20}(?:\\.\\d{1,8}){0,2})' }
const contents = {
  type: 'query' as const,
  key: 'part',
  value: '(?<part>(?:packages|vulnerabilities|tree)(?:\\.\\d{1,8})?)',
}

const listParameters = [...new Set([...CONTENTS_QUERY_PARAMETERS, ...TREE_QUERY_PARAMETERS])]

/**
 * The rewrites, the first that fits being the one; a digest decides where both are named.
 * @param source with the parameters `alias` and `repository`
 */
export function listImageRewrites(source: string): Rewrite[] {
  const path = ':alias/:repository+'
  const anyPlatform = { type: 'query' as const, key: 'platform' }
  return [digest, tag].flatMap((reference) => {
    const route = toImageRoute(':reference', path)
    const lists = toContentsRoute(':reference', path)
    return [
      // What can be asked for in too many ways to be kept.
      ...listParameters.flatMap((key) => [
        {
          source,
          has: [reference, platform, contents, { type: 'query' as const, key }],
          destination: `${lists}/~/:platform/~/:part`,
        },
        {
          source,
          has: [reference, contents, { type: 'query' as const, key }],
          destination: `${lists}/~/~/:part`,
        },
      ]),
      { source, has: [reference, platform, part], destination: `${route}/~/:platform/~/:part` },
      { source, has: [reference, platform], destination: `${route}/~/:platform` },
      // What cannot be a platform or a reference has a page that says so.
      { source, has: [reference, anyPlatform], destination: `${route}/~/-` },
      { source, has: [reference, part], destination: `${route}/~/~/:part` },
      { source, has: [reference], destination: route },
      { source, has: [{ type: 'query', key: reference.key }], destination: toImageRoute('-', path) },
    ]
  })
}

const anyReference = 'sha(?:256|512):[0-9a-f]{64,128}|[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}'

/** The addresses of comparisons, `?compare=&with=`, in the same way. */
export function listComparisonRewrites(source: string): Rewrite[] {
  const path = ':alias/:repository+'
  const from = { type: 'query' as const, key: 'compare', value: `(?<from>${anyReference})` }
  const to = { type: 'query' as const, key: 'with', value: `(?<to>${anyReference})` }
  const route = toComparisonRoute(':from', ':to', path)
  return [
    { source, has: [from, to, platform], destination: `${route}/~/:platform` },
    {
      source,
      has: [from, to, { type: 'query', key: 'platform', value: '(?<any>.+)' }],
      destination: `${route}/~/-`,
    },
    { source, has: [from, to], destination: route },
    // What cannot be compared, or says only one of two, has a page that says so.
    { source, has: [{ type: 'query', key: 'compare' }], destination: toComparisonRoute('-', '-', path) },
  ]
}
