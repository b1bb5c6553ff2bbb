/**
 * Turns a publisher's Markdown into a tree of HTML elements that is safe to show. GitHub-flavoured Markdown
 * (https://github.github.com/gfm/) with its harmless inline HTML is kept; everything passes an allow-list, and
 * only then are links hardened and headings placed. Texts come from strangers: nothing here throws, and a text
 * that would take too much time or memory is refused before it does.
 */

import type { Root } from 'hast'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { findTextExcess } from './find-text-excess.ts'
import { findTreeExcess, isTreeTooLarge } from './find-tree-excess.ts'
import { hardenLinks } from './harden-links.ts'
import { listElements } from './list-elements.ts'
import { listHeadings, type TextHeading } from './list-headings.ts'
import { markAlerts } from './mark-alerts.ts'
import { markShortCode } from './mark-short-code.ts'
import { placeHeadings } from './place-headings.ts'
import type { PlainReason } from './plain-reason.ts'
import { replaceEmoji } from './replace-emoji.ts'
import { createAddressResolver } from './resolve-addresses.ts'
import { sanitizeSchema } from './sanitize-schema.ts'
import { skipFrontMatter } from './skip-front-matter.ts'
import { splitPictures } from './theme-images.ts'

export interface MarkdownOptions {
  /** Stands before every id in the text, so that none can be mistaken for one of the page. */
  idPrefix: string
  /** Where the image was built from; what relative addresses are relative to. */
  sourceUrl?: string | null | undefined
}

export type ParsedMarkdown =
  | { kind: 'tree'; tree: Root; headings: TextHeading[] }
  /** The text has to be shown as it was written, because of `reason`. */
  | { kind: 'plain'; reason: PlainReason }

const parser = unified().use(remarkParse).use(remarkGfm)

/** Runs where it can be ended: the bounds keep it short for all that is known, and nothing proves it for the rest. */
export function parseMarkdown(text: string, options: MarkdownOptions): ParsedMarkdown {
  const written = text.toWellFormed()
  const excess = findTextExcess(written)
  if (excess !== null) return { kind: 'plain', reason: excess }
  try {
    return parseBounded(skipFrontMatter(written), options)
  } catch {
    // A parser that gives up, or runs out of stack, tells the visitor nothing; the text itself does.
    return { kind: 'plain', reason: 'unreadable' }
  }
}

function parseBounded(text: string, options: MarkdownOptions): ParsedMarkdown {
  const idPrefix = `${options.idPrefix}-`
  const markdown = parser.parse(text)
  const excess = findTreeExcess(markdown)
  if (excess !== null) return { kind: 'plain', reason: excess }

  const unsafe = unified()
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' })
    .use(rehypeRaw)
    .runSync(markdown)
  if (isTreeTooLarge(unsafe)) return { kind: 'plain', reason: 'parts' }
  readOldAttributes(unsafe)
  splitPictures(unsafe)

  const tree = unified()
    .use(rehypeSanitize, { ...sanitizeSchema, clobberPrefix: idPrefix })
    .runSync(unsafe)
  hardenLinks(tree, idPrefix, createAddressResolver(options.sourceUrl))
  placeHeadings(tree, idPrefix)
  markAlerts(tree)
  markShortCode(tree)
  replaceEmoji(tree)
  return { kind: 'tree', tree, headings: listHeadings(tree) }
}

/** READMEs still mark places with `<a name>`, which as an id is prefixed like every other; and HTML knows no case. */
function readOldAttributes(tree: Root): void {
  for (const { tagName, properties } of listElements(tree)) {
    if (tagName === 'a' && typeof properties.name === 'string') properties.id ??= properties.name
    for (const name of ['align', 'vAlign'] as const) {
      if (properties[name] !== undefined) properties[name] = String(properties[name]).toLowerCase()
    }
  }
}
