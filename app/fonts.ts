/**
 * The two families of the pages, out of the `geist` package. Its own loader swaps a font in whenever it arrives, which moves every
 * line of a page on a slow connection. Here a font that is not there at once is left for the next page. Only the one that nearly all
 * words are in is fetched ahead: each weighs 70 kB, which a slow connection needs for the style sheet first.
 */
import localFont from 'next/font/local'

export const geistSans = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'optional',
})

export const geistMono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  display: 'optional',
  preload: false,
  adjustFontFallback: false,
})
