/** `GET /opensearch.xml`: how a browser searches here by itself (OpenSearch 1.1, draft 6, "OpenSearch description document"). */
import { connection } from 'next/server'
import { readNamedLanguage } from '#lib/addresses/address-in-language.ts'
import { readConfig } from '#lib/config/config.ts'
import { toOpenSearchDescription } from '#lib/public-api/to-open-search-description.ts'

export async function GET(request: Request): Promise<Response> {
  await connection()
  return new Response(toOpenSearchDescription(readConfig().galleryUrl, readNamedLanguage(request)), {
    headers: {
      'content-type': 'application/opensearchdescription+xml; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    },
  })
}
