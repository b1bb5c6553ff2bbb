import { useTexts } from '#components/language/use-texts.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { Fold } from '#lib/pages/tags/place-in-lines.ts'
import type { ListedTag } from '#lib/pages/tags/select-tags.ts'
import { sayLine } from './say-line.ts'
import { type RowContext, TagRow } from './tag-row.tsx'
import { toShownTag } from './to-shown-tag.ts'

/** The icon of the switches, which stands once on the page. */
export const foldIconId = 'fold-icon'

/** So many folded tags are named beside their count. */
const namedTags = 3

/** The rows of a page as version lines, each with what is folded under it; in other orders just the rows. */
export function TagLines({
  rows,
  context,
  isOpen,
  columnCount,
}: {
  rows: readonly ListedTag[]
  context: RowContext
  /** Whether everything folded stands open. */
  isOpen: boolean
  columnCount: number
}) {
  const texts = useTexts('tags')
  return groupLines(rows).map(({ line, members }) => {
    const open = members.filter(({ fold }) => fold === null)
    const folded = members.filter(({ fold }) => fold !== null)
    return (
      // A line can be cut by the end of a page, never stand twice on one.
      <tbody key={line ?? ''}>
        {line !== null && (
          <tr className="tag-line">
            <th scope="rowgroup" colSpan={columnCount} className="tag-line-name">
              {sayLine(line, texts)}
            </th>
          </tr>
        )}
        {open.map((row) => (
          <TagRow key={row.digest} row={row} context={context} />
        ))}
        {folded.length > 0 && (
          <FoldRow
            key={String(isOpen)}
            rows={folded}
            isOpen={isOpen || (open.length === 0 && line !== null && !isAttached(folded))}
            columnCount={columnCount}
          />
        )}
        {folded.map((row) => (
          <TagRow key={row.digest} row={row} context={context} />
        ))}
      </tbody>
    )
  })
}

/** A switch that works without a script: what it opens is decided by the style sheet. */
function FoldRow({
  rows,
  isOpen,
  columnCount,
}: {
  rows: readonly ListedTag[]
  isOpen: boolean
  columnCount: number
}) {
  const texts = useTexts('tags')
  const names = rows.slice(0, namedTags).map(({ tag }) => toShownTag(tag))
  return (
    <tr className="tag-fold">
      <td colSpan={columnCount}>
        <label>
          <input type="checkbox" defaultChecked={isOpen} />
          <svg aria-hidden="true">
            <use href={`#${foldIconId}`} />
          </svg>
          <span className="shrink-0">
            {texts.rich('folds.show', {
              what: describeFolded(rows, texts),
              hidden: (words) => (
                <span key="hidden" className="sr-only">
                  {words}
                </span>
              ),
            })}
          </span>
          <code aria-hidden="true">{[...names, ...(rows.length > namedTags ? ['…'] : [])].join(', ')}</code>
        </label>
      </td>
    </tr>
  )
}

/** Such as "2 earlier, 1 pre-release". */
function describeFolded(rows: readonly ListedTag[], texts: Texts<'tags'>): string {
  const count = (fold: Fold) => rows.filter((row) => row.fold === fold).length
  const [earlier, before, attached] = [count('earlier'), count('pre-release'), count('attachment')]
  return [
    earlier > 0 && texts('folds.earlier', { count: earlier }),
    before > 0 && texts('folds.preReleases', { count: before }),
    attached > 0 && texts('folds.attachments', { count: attached }),
  ]
    .filter((words) => words !== false)
    .join(texts('comma'))
}

function isAttached(rows: readonly ListedTag[]): boolean {
  return rows.every(({ fold }) => fold === 'attachment')
}

function groupLines(rows: readonly ListedTag[]): { line: string | null; members: ListedTag[] }[] {
  return [...Map.groupBy(rows, ({ line }) => line)].map(([line, members]) => ({ line, members }))
}
