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

/**
 * @param {string} phase
 * @returns {import('next').NextConfig}
 */
export default function toConfig(phase) {
  return {
    typedRoutes: true,
    poweredByHeader: false,
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
            has: [{ type: 'query', key: 'tab', value: '(?<tab>usage|tags|pulls)' }],
            destination: toTabRoute(':tab', repositoryParameters),
          },
        ],
        afterFiles: [],
        fallback: [],
      }
    },
  }
}
