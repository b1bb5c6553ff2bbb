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
import { markAlerts } from './mark-alerts.ts'
import { placeHeadings } from './place-headings.ts'
import { sanitizeSchema } from './sanitize-schema.ts'

export type ParsedMarkdown =
  | { kind: 'tree'; tree: Root }
  /** The text has to be shown as it was written, because it has `reason`, such as "too many lines". */
  | { kind: 'plain'; reason: string }

const parser = unified().use(remarkParse).use(remarkGfm)

/**
 * Parses `text`.
 * @param idPrefix stands before every id in the text, so that none can be mistaken for one of the page
 */
export function parseMarkdown(text: string, { idPrefix }: { idPrefix: string }): ParsedMarkdown {
  const written = text.toWellFormed()
  const excess = findTextExcess(written)
  if (excess !== null) return { kind: 'plain', reason: excess }
  try {
    return parseBounded(written, `${idPrefix}-`)
  } catch {
    // A parser that gives up, or runs out of stack, tells the visitor nothing; the text itself does.
    return { kind: 'plain', reason: 'mark-up that cannot be read' }
  }
}

function parseBounded(text: string, idPrefix: string): ParsedMarkdown {
  const markdown = parser.parse(text)
  const excess = findTreeExcess(markdown)
  if (excess !== null) return { kind: 'plain', reason: excess }

  const unsafe = unified()
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' })
    .use(rehypeRaw)
    .runSync(markdown)
  if (isTreeTooLarge(unsafe)) return { kind: 'plain', reason: 'too many parts' }
  nameAnchors(unsafe)

  const tree = unified()
    .use(rehypeSanitize, { ...sanitizeSchema, clobberPrefix: idPrefix })
    .runSync(unsafe)
  hardenLinks(tree, idPrefix)
  placeHeadings(tree, idPrefix)
  markAlerts(tree)
  return { kind: 'tree', tree }
}

/** READMEs still mark places with `<a name>`; as an id it works, and is prefixed like every other. */
function nameAnchors(tree: Root): void {
  for (const { tagName, properties } of listElements(tree)) {
    if (tagName === 'a' && typeof properties.name === 'string') properties.id ??= properties.name
  }
}
