import type { MetadataRoute } from 'next'
import { readConfig } from '#lib/config/config.ts'

// The address of the gallery is known when it runs, not when it is built.
export const dynamic = 'force-dynamic'

export default function robots(): MetadataRoute.Robots {
  return {
    // Of the files in images there are too many to be found, and a file is read from its layer.
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/*part=tree'] },
    sitemap: `${readConfig().galleryUrl}/sitemap.xml`,
  }
}
