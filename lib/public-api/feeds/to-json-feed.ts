/** A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1). */
import { addQuery } from '#lib/addresses/routes.ts'
import type { Feed } from './feed.ts'

/** @param galleryUrl without a trailing slash */
export function toJsonFeed(feed: Feed, galleryUrl: string): string {
  const { language, title, description, path, feedPath, entries } = feed
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: description.text,
    language,
    home_page_url: `${galleryUrl}${path}`,
    feed_url: galleryUrl + addQuery(feedPath, 'format=json'),
    items: entries.map((entry) => ({
      id: `${galleryUrl}${entry.path}#${encodeURIComponent(entry.id)}`,
      url: `${galleryUrl}${entry.path}`,
      title: entry.title,
      content_text: entry.summary.text,
      ...(entry.summary.language !== '' && { language: entry.summary.language }),
      date_modified: entry.updatedAt,
      authors: [{ name: entry.author }],
    })),
  })
}
