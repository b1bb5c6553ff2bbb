import type { MetadataRoute } from 'next'
import { readConfig } from '#lib/config/config.ts'

// The address of the gallery is known when it runs, not when it is built.
export const dynamic = 'force-dynamic'

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: '/api/' },
    sitemap: `${readConfig().galleryUrl}/sitemap.xml`,
  }
}
