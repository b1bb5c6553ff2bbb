/**
 * A page is not painted before its style sheet is there. The header that leaves with each page names it (`Link`, RFC 8288; `preload`, HTML
 * §4.6.7.13), so that a browser asks for it before it has made a document for the page and found it there: on a slow phone some 200 ms
 * earlier, and before the scripts that would share the connection.
 */
import type { ServerResponse } from 'node:http'
import { beforeHead } from './before-head.ts'

export type NameStyleSheet = (response: ServerResponse) => void

/**
 * @param builtFiles as `listBuiltFiles` gives them
 * @returns to be called before Next answers
 */
export function createStyleSheetAhead(builtFiles: readonly string[]): NameStyleSheet {
  const sheets = builtFiles.filter((path) => path.endsWith('.css'))
  // All pages have the one. Of several, none would be right for every page.
  const [sheet] = sheets
  if (sheet === undefined || sheets.length > 1) return () => {}
  const link = `<${sheet}>; rel=preload; as=style`
  return (response) =>
    beforeHead(response, () => {
      if (/^text\/html/.test(String(response.getHeader('content-type')))) response.appendHeader('link', link)
    })
}
