import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js'
import { listSecurityHeaders } from './lib/gallery/security-headers.ts'

/** The original gallery searches on its home page; its links lead to the search page here. */
const searchParameters = ['searchTerm', 'verified', 'operatingSystems', 'architectures', 'popularRegistries']

export default function toConfig(phase: string): NextConfig {
  return {
    typedRoutes: true,
    poweredByHeader: false,
    // Next hashes the whole page again at each request; see docs/adr/0003-rendering.md.
    generateEtags: false,
    agentRules: false,
    // Rendered pages are kept in memory only: on disk they would outlive this process, and show an old catalogue to
    // the next start, another DATA_DIR, or a second gallery on the same build.
    experimental: { isrFlushToDisk: false },

    async headers() {
      const headers = listSecurityHeaders({ production: phase !== PHASE_DEVELOPMENT_SERVER })
      return [{ source: '/:path*', headers }]
    },

    async redirects() {
      return searchParameters.map((key) => ({
        source: '/',
        has: [{ type: 'query' as const, key }],
        destination: '/search',
        permanent: false,
      }))
    },

    async rewrites() {
      return {
        // Pages that read `searchParams` cannot be cached; so each tab of a repository has a route of its own.
        beforeFiles: [
          {
            source: '/:alias((?!api/|_next/)[a-z0-9][a-z0-9._-]*)/:repository+',
            has: [{ type: 'query', key: 'tab', value: '(?<tab>usage|tags)' }],
            destination: '/tab/:tab/:alias/:repository+',
          },
        ],
        afterFiles: [],
        fallback: [],
      }
    },
  }
}
