import type { Metadata, Route } from 'next'

/**
 * The metadata of a page at its canonical address. A page's `openGraph` replaces that of the root layout as a
 * whole, so the picture and the site's name are stated here for all of them.
 */
export function toPageMetadata({
  title,
  description,
  path,
  feed,
}: {
  title: string
  description: string
  path: Route
  /** Where it can be followed. */
  feed?: string
}): Metadata {
  return {
    title,
    description,
    alternates: { canonical: path, ...(feed && { types: { 'application/atom+xml': feed } }) },
    openGraph: {
      title,
      description,
      url: path,
      siteName: 'Public Gallery',
      type: 'website',
      locale: 'en',
      images: [{ url: '/opengraph-image', width: 1200, height: 630, alt: 'Public Gallery' }],
    },
    twitter: { card: 'summary_large_image', title, description },
  }
}
