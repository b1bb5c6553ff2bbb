/** A document for the moments when nothing can be rendered. It stands alone: no script, no file of the gallery's. */
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { escapeXml } from '#lib/net/escape-xml.ts'
import { listSecurityHeaders } from '../security-headers.ts'

interface ShortDocument {
  language: Language
  title: string
  text: string
  /** Above the link to the home page. */
  links: ReadonlyArray<{ href: string; text: string }>
}

/** In the colours of the gallery; see app/globals.css. */
const style =
  'body{max-width:42rem;margin:15vh auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere;' +
  'background:light-dark(#fbfaf7,#141513);color:light-dark(#5c5850,#b3afa5)}' +
  'h1{font-size:1.5rem;line-height:1.3;color:light-dark(#1b1a17,#eeece6)}' +
  'a{display:inline-block;min-height:1.5rem;color:light-dark(#0b6158,#6cc7b8)}'

/** Writes it; any text may stand in its parts. */
export function toShortDocument({ language, title, text, links }: ShortDocument): string {
  const home = { href: '/', text: readTexts(language, 'refusal')('home') }
  const lines = [...links, home].map(
    (link) => `<p><a href="${escapeXml(link.href)}">${escapeXml(link.text)}</a></p>`,
  )
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeXml(title)} · Public Gallery</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
<p>${escapeXml(text)}</p>
${lines.join('\n')}
</main>
</body>
</html>
`
}

/** The headers of an answer that nothing has rendered: those of every page, and that nobody keeps it. */
export function toShortHeaders(body: string, contentType: string): Record<string, string> {
  return {
    ...Object.fromEntries(
      listSecurityHeaders({ production: true }).map(({ key, value }) => [key.toLowerCase(), value]),
    ),
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
  }
}
