// @ts-check
import { fileURLToPath } from 'node:url'
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js'

// JavaScript, and what is written in TypeScript is imported where it is asked for: the built gallery asks for none of it, so that its
// program loads no compiler. See docs/adr/0017-start-and-memory.md.

/** The original gallery searches on its home page; its links lead to the search page here. */
const searchParameters = ['searchTerm', 'verified', 'operatingSystems', 'architectures', 'popularRegistries']

/** `/ALIAS/REPO…` */
const repositorySource = '/:alias((?!api/|_next/)[a-z0-9][a-z0-9._-]*)/:repository+'

const repositoryParameters = ':alias/:repository+'

/** Pages that no publisher makes, so that links to them are known to the types of Next. */
const fixedPages = [
  '/search',
  '/publishers',
  '/status',
  '/docs',
  '/docs/publish',
  '/docs/operate',
  '/docs/api',
]

/** In development, where no front door tells pages from all else; see lib/addresses/page-addresses.ts. */
const fixedAddresses =
  'api/|_next/|__nextjs|\\.well-known/|[a-z-]+\\.(?:json|xml|txt|ico|svg|png|webmanifest)$|opengraph-image(?:$|/)|livez$|readyz$'

/**
 * @param {string} phase
 * @returns {import('next').NextConfig}
 */
export default function toConfig(phase) {
  return {
    typedRoutes: true,
    poweredByHeader: false,
    // The front door does; see lib/runtime/front-door/compress-answers.ts.
    compress: false,
    // Next hashes the whole page again at each request; see docs/adr/0003-rendering.md.
    generateEtags: false,
    // Rendered pages, those that say that there is nothing at an address too. Next counts a character of a page as one byte, and most
    // pages have one that makes each of theirs take two: what is held is up to twice this.
    cacheHandler: fileURLToPath(new URL('lib/runtime/compact-page-cache.mjs', import.meta.url)),
    cacheMaxMemorySize: 24 * 1024 * 1024,
    agentRules: false,
    // Rendered pages are kept in memory only: on disk they would outlive this process, and show an old catalogue to
    // the next start, another DATA_DIR, or a second gallery on the same build.
    experimental: {
      isrFlushToDisk: false,
      // On a slow phone each request costs more than the bytes that two pages then have twice.
      cssChunking: 'graph',
      turbopackChunking: {
        requestCost: 2_000_000,
        minChunkSize: 500_000,
        maxChunkCountPerGroup: 2,
        maxMergeChunkSize: 8_000_000,
      },
    },

    async headers() {
      const { listDocumentHeaders, listSecurityHeaders } = await import('./lib/runtime/security-headers.ts')
      const headers = listSecurityHeaders({ production: phase !== PHASE_DEVELOPMENT_SERVER })
      return [
        { source: '/:path*', headers },
        // The last one wins, over what the route itself answers, too.
        { source: '/api/document/:path*', headers: listDocumentHeaders() },
        { source: '/api/file/:path*', headers: listDocumentHeaders() },
      ]
    },

    async redirects() {
      return searchParameters.map((key) => ({
        source: '/',
        has: [{ type: /** @type {const} */ ('query'), key }],
        destination: '/search',
        permanent: false,
      }))
    },

    async rewrites() {
      const { DEFAULT_LANGUAGE, LANGUAGE_COOKIE, LANGUAGE_HEADER, LANGUAGE_PREFIX, LANGUAGES } = await import(
        './lib/language/languages.ts'
      )
      const language = `(?<language>${LANGUAGES.join('|')})`
      /**
       * The pages of each language lie below its name, which no address shows. The front door says which it is; the development server has
       * none, and goes by the cookie.
       * @param {{ source: string, has?: import('next/dist/lib/load-custom-routes').RouteHas[], destination: string }} rule
       */
      const inLanguage = ({ source, has = [], destination }) => {
        if (phase !== PHASE_DEVELOPMENT_SERVER) {
          const told = { type: /** @type {const} */ ('header'), key: LANGUAGE_HEADER, value: language }
          return [{ source, has: [...has, told], destination: `${LANGUAGE_PREFIX}:language${destination}` }]
        }
        const chosen = { type: /** @type {const} */ ('cookie'), key: LANGUAGE_COOKIE, value: language }
        return [
          { source, has: [...has, chosen], destination: `${LANGUAGE_PREFIX}:language${destination}` },
          { source, has, destination: `${LANGUAGE_PREFIX}${DEFAULT_LANGUAGE}${destination}` },
        ]
      }
      const { listComparisonRewrites, listImageRewrites } = await import('./lib/addresses/image-rewrites.ts')
      const { CATALOG_DATA_OPERATIONS } = await import('./lib/addresses/catalog-data-operations.ts')
      const { TAG_QUERY_PARAMETERS, toCatalogDataRoute, toTabRoute, toTagListRoute } = await import(
        './lib/addresses/internal-routes.ts'
      )
      return {
        // Pages that read `searchParams` cannot be cached; so each tab of a repository has a route of its own, and
        // what can be asked for in too many ways has others; see internal-routes.ts.
        beforeFiles: [
          ...CATALOG_DATA_OPERATIONS.map((operation) => ({
            source: `/${operation}`,
            destination: toCatalogDataRoute(operation),
          })),
          ...[
            ...listComparisonRewrites(repositorySource),
            ...listImageRewrites(repositorySource),
            ...TAG_QUERY_PARAMETERS.map((key) => ({
              source: repositorySource,
              has: [
                { type: /** @type {const} */ ('query'), key: 'tab', value: 'tags' },
                { type: /** @type {const} */ ('query'), key },
              ],
              destination: toTagListRoute(repositoryParameters),
            })),
            {
              source: repositorySource,
              has: [{ type: /** @type {const} */ ('query'), key: 'tab', value: '(?<tab>usage|tags|pulls)' }],
              destination: toTabRoute(':tab', repositoryParameters),
            },
            ...fixedPages.map((path) => ({ source: path, destination: path })),
            // Last, and not for what one of these has already rewritten. The front door tells a page from a file; without one, its name does.
            {
              source:
                phase === PHASE_DEVELOPMENT_SERVER ? `/:path((?!~|${fixedAddresses}).*)` : '/:path((?!~).*)',
              destination: '/:path',
            },
          ].flatMap(inLanguage),
        ],
        afterFiles: [],
        fallback: [],
      }
    },
  }
}
