import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { ImagePull } from '#components/image/image-pull.tsx'
import { BrowserTexts } from '#components/language/browser-texts.tsx'
import { getLanguage, getTexts } from '#components/language/get-texts.ts'
import { CurrentHeading } from '#components/markdown/current-heading.tsx'
import { FactStrip } from '#components/repository/fact-strip.tsx'
import { ProofLine } from '#components/repository/proof-line.tsx'
import { RepositoryPull } from '#components/repository/repository-pull.tsx'
import { RepositoryTabs } from '#components/repository/repository-tabs.tsx'
import { ShownTagProvider } from '#components/repository/shown-tag.tsx'
import { AnswerNotFound } from '#components/site/answer-not-found.tsx'
import { BeforePaint } from '#components/site/before-paint.tsx'
import { iconAddress } from '#components/site/icon-address.ts'
import { NavigationBar } from '#components/site/navigation-bar.tsx'
import { ScriptsAhead } from '#components/site/scripts-ahead.tsx'
import { pictureSize, toPicturePath } from '#components/site/shared-picture-address.ts'
import { SiteFooter } from '#components/site/site-footer.tsx'
import { contentId, SiteHeader } from '#components/site/site-header.tsx'
import { liveRegionId } from '#components/ui/announce.ts'
import { FirstScreenEnd } from '#components/ui/first-screen-end.tsx'
import { LogoWhenSeen } from '#components/ui/logo-when-seen.tsx'
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { readConfig } from '#lib/config/config.ts'
import { describeLanguage, LANGUAGES, toLanguageSegment } from '#lib/language/languages.ts'
import { fontClasses } from '../fonts.ts'
import GlobalError from '../global-error.tsx'
import ErrorPage from './error.tsx'
import '../style-sheets.ts'

/** What the browser says on every page. */
const everywhere = ['site', 'ui', 'searchBox', 'pull'] as const

/** What the pages of a repository, of its tags and images, and of errors need in the browser. */
const parts = [
  AnswerNotFound,
  ErrorPage,
  GlobalError,
  ImagePull,
  LogoWhenSeen,
  CurrentHeading,
  FactStrip,
  ProofLine,
  RepositoryPull,
  RepositoryTabs,
  ShownTagProvider,
]

/** All of them are known; the pages below are made at their first visit. */
export function generateStaticParams() {
  return LANGUAGES.map((language) => ({ language: toLanguageSegment(language) }))
}

export async function generateMetadata(): Promise<Metadata> {
  const language = await getLanguage()
  const texts = await getTexts('site')
  const description = texts('description')
  return {
    metadataBase: new URL(readConfig().galleryUrl),
    title: { default: 'Public Gallery', template: '%s · Public Gallery' },
    description,
    applicationName: 'Public Gallery',
    manifest: toAddressInLanguage('/manifest.webmanifest', language),
    icons: { icon: { url: iconAddress, type: 'image/svg+xml' } },
    openGraph: {
      siteName: 'Public Gallery',
      type: 'website',
      locale: describeLanguage(language).openGraph,
      description,
      images: [{ url: toPicturePath(language), ...pictureSize, alt: texts('slogan') }],
    },
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

export default async function RootLayout({ children }: { children: ReactNode }) {
  const language = await getLanguage()
  return (
    // A script sets the theme on this element, mostly before React wakes.
    <html lang={language} className={fontClasses} suppressHydrationWarning>
      <head>
        <BeforePaint />
        <link
          rel="search"
          type="application/opensearchdescription+xml"
          title="Public Gallery"
          href={toAddressInLanguage('/opensearch.xml', language)}
        />
      </head>
      <body className="flex min-h-dvh flex-col font-sans antialiased">
        <BrowserTexts concerns={everywhere}>
          <SiteHeader />
          <main id={contentId} tabIndex={-1} className="flex-1 outline-none">
            {children}
          </main>
          <FirstScreenEnd />
          <SiteFooter />
          <NavigationBar />
          <ScriptsAhead parts={parts} />
          <div id={liveRegionId} role="status" className="sr-only" />
        </BrowserTexts>
      </body>
    </html>
  )
}
