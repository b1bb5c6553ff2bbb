/**
 * Which addresses are pages, which there are in each language, and which are the same for everyone: the API, what browsers and
 * machines ask for at fixed addresses, and what Next keeps for itself.
 */

/** No alias can be called like one of these folders. */
const folders = /^\/(?:api|_next)(?:\/|$)/

/** In `app/` and `public/`. */
const files =
  /^\/(?:openapi\.json|opensearch\.xml|sitemap\.xml(?:\/.*)?|robots\.txt|manifest\.webmanifest|\.well-known\/security\.txt|(?:apple-)?icon\.(?:png|svg)|favicon\.ico|opengraph-image(?:\/\w+)?|livez|readyz)$/

/**
 * @param path as it stands in the request line, without the query
 * @example isPageAddress('/tidewater/cache/harbor') // true
 */
export function isPageAddress(path: string): boolean {
  return !folders.test(path) && !files.test(path)
}
