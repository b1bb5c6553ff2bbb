/** The XML of the sitemap, after the sitemaps.org protocol 0.9. */

import { publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import { escapeXml } from '#lib/net/escape-xml.ts'

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const fixedPaths = ['/', '/publishers', '/docs', '/docs/publish', '/docs/operate', '/docs/api']

export interface SitemapPath {
  registryAlias: string
  repositoryName: string
  /** ISO 8601. */
  updatedAt: string
}

/** The index over the parts with these numbers. `galleryUrl` has no trailing slash. */
export function toSitemapIndex(galleryUrl: string, parts: readonly number[]): string {
  const entries = parts.map(
    (part) => `<sitemap><loc>${escapeXml(`${galleryUrl}/sitemap.xml?part=${part}`)}</loc></sitemap>`,
  )
  return toDocument('sitemapindex', entries)
}

/** One part: repositories and the publishers that appear among them. */
export function toSitemapPart(
  galleryUrl: string,
  paths: readonly SitemapPath[],
  { withFixedPages }: { withFixedPages: boolean },
): string {
  const publishers = [...new Set(paths.map((path) => path.registryAlias))]
  const toEntry = (path: string, updatedAt?: string) =>
    `<url><loc>${escapeXml(galleryUrl + path)}</loc>${updatedAt ? `<lastmod>${escapeXml(updatedAt)}</lastmod>` : ''}</url>`
  return toDocument('urlset', [
    ...(withFixedPages ? fixedPaths.map((path) => toEntry(path)) : []),
    ...publishers.map((alias) => toEntry(publisherPath(alias))),
    ...paths.map((path) => toEntry(repositoryPath(path.registryAlias, path.repositoryName), path.updatedAt)),
  ])
}

function toDocument(root: 'sitemapindex' | 'urlset', entries: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">\n${entries.join('\n')}\n</${root}>\n`
}
