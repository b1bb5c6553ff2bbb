import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { NavigationBar } from '#components/site/navigation-bar.tsx'
import { SiteFooter } from '#components/site/site-footer.tsx'
import { contentId, SiteHeader } from '#components/site/site-header.tsx'
import { ThemeScript } from '#components/site/theme-script.tsx'
import { liveRegionId } from '#components/ui/announce.ts'
import { readConfig } from '#lib/config/config.ts'
import { geistMono, geistSans } from './fonts.ts'
import './globals.css'
import './forced-colors.css'
import './print.css'

const description =
  'Find public container images by name, operating system and architecture, see who publishes them, and pull them.'

export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(readConfig().galleryUrl),
    title: { default: 'Public Gallery', template: '%s · Public Gallery' },
    description,
    applicationName: 'Public Gallery',
    openGraph: { siteName: 'Public Gallery', type: 'website', locale: 'en', description },
    twitter: { card: 'summary_large_image' },
  }
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf7' },
    { media: '(prefers-color-scheme: dark)', color: '#141513' },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The theme is set on this element before React wakes.
    <html lang="en" className={`${geistSans.variable} ${geistMono.variable}`} suppressHydrationWarning>
      <head>
        <ThemeScript />
        <link
          rel="search"
          type="application/opensearchdescription+xml"
          title="Public Gallery"
          href="/opensearch.xml"
        />
      </head>
      <body className="flex min-h-dvh flex-col font-sans antialiased">
        <SiteHeader />
        <main id={contentId} tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <SiteFooter />
        <NavigationBar />
        <div id={liveRegionId} role="status" className="sr-only" />
      </body>
    </html>
  )
}
