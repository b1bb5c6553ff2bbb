/** A feed as Atom (RFC 4287). */
import { escapeXml } from '#lib/net/escape-xml.ts'
import { type Feed, toUpdatedAt } from './feed.ts'

/** A feed has to say when it changed (§4.1.1), also when nothing is in it yet. */
const never = '1970-01-01T00:00:00.000Z'

/** @param galleryUrl without a trailing slash */
export function toAtom(feed: Feed, galleryUrl: string): string {
  const { language, title, description, path, feedPath, entries } = feed
  const at = (inside: string) => escapeXml(`${galleryUrl}${inside}`)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">`,
    `<id>${at(feedPath)}</id>`,
    `<title>${escapeXml(title)}</title>`,
    `<subtitle xml:lang="${description.language}">${escapeXml(description.text)}</subtitle>`,
    `<link rel="self" type="application/atom+xml" href="${at(feedPath)}"/>`,
    `<link rel="alternate" type="text/html" href="${at(path)}"/>`,
    `<updated>${escapeXml(toUpdatedAt(feed) ?? never)}</updated>`,
    ...entries.flatMap((entry) => [
      '<entry>',
      `<id>${at(entry.path)}#${escapeXml(encodeURIComponent(entry.id))}</id>`,
      `<title>${escapeXml(entry.title)}</title>`,
      `<link rel="alternate" type="text/html" href="${at(entry.path)}"/>`,
      `<updated>${escapeXml(entry.updatedAt)}</updated>`,
      `<author><name>${escapeXml(entry.author)}</name></author>`,
      `<content type="text" xml:lang="${entry.summary.language}">${escapeXml(entry.summary.text)}</content>`,
      '</entry>',
    ]),
    '</feed>',
  ]
  return `${lines.join('\n')}\n`
}
