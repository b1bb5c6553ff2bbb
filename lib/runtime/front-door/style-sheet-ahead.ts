/**
 * A page is not painted before its style sheet is there. The header that leaves with each page names it (`Link`, RFC 8288; `preload`, HTML
 * §4.6.7.13), so that a browser asks for it before it has made a document for the page and found it there: on a slow phone some 200 ms
 * earlier, and before the scripts that would share the connection.
 */
import type { ServerResponse } from 'node:http'
import { listBuiltFiles } from './list-built-files.ts'

export type NameStyleSheet = (response: ServerResponse) => void

/**
 * @param folder where the build has its files, `.next/static`; the returned function knows what was there when it was made
 * @returns to be called before Next answers
 */
export function createStyleSheetAhead(folder: string): NameStyleSheet {
  const sheets = listBuiltFiles(folder).filter((path) => path.endsWith('.css'))
  // All pages have the one. Of several, none would be right for every page.
  const [sheet] = sheets
  if (sheet === undefined || sheets.length > 1) return () => {}
  const link = `<${sheet}>; rel=preload; as=style`
  return (response) => {
    const { writeHead } = response
    response.writeHead = ((...given: Parameters<typeof writeHead>) => {
      const isPage = /^text\/html/.test(String(response.getHeader('content-type')))
      if (isPage && !response.headersSent) response.appendHeader('link', link)
      return writeHead.apply(response, given)
    }) as typeof writeHead
  }
}
