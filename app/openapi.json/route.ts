/** `GET /openapi.json`: the gallery's own endpoints, for programs that read about them. */
import { connection } from 'next/server'
import { readConfig } from '#lib/config/config.ts'
import { toOpenapiDocument } from '#lib/public-api/to-openapi-document.ts'

export async function GET(): Promise<Response> {
  // The address of the gallery is known when it runs, not when it is built.
  await connection()
  return Response.json(toOpenapiDocument(readConfig().galleryUrl), {
    headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  })
}
