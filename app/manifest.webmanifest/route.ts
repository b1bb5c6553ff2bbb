/** `GET /manifest.webmanifest`: what a phone calls the gallery on its home screen (W3C, "Web Application Manifest"). */
import type { MetadataRoute } from 'next'
import { connection } from 'next/server'
import { readNamedLanguage } from '#lib/addresses/address-in-language.ts'
import { readTexts } from '#lib/language/read-texts.ts'

export async function GET(request: Request): Promise<Response> {
  await connection()
  const language = readNamedLanguage(request)
  const manifest: MetadataRoute.Manifest = {
    lang: language,
    name: 'Public Gallery',
    short_name: 'Gallery',
    description: readTexts(language, 'site')('slogan'),
    start_url: '/',
    display: 'browser',
    background_color: '#fbfaf7',
    theme_color: '#0b6158',
    icons: [{ src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' }],
  }
  return Response.json(manifest, {
    headers: { 'content-type': 'application/manifest+json', 'cache-control': 'public, max-age=3600' },
  })
}
