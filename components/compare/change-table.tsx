import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'

/** More rows of one kind are left to the forms for programs. */
export const MAX_CHANGES = 200

/** What differs, a row for each, in columns that fold into lines on a phone; of very many the first, and how many more there are. */
export function ChangeTable<Change>({
  columns,
  changes,
  count = changes.length,
  maxShown = MAX_CHANGES,
  toRow,
}: {
  /** Each with the classes of its width; nothing for a share of the rest. */
  columns: { name: string; width?: string }[]
  changes: readonly Change[]
  /** Where there are more than are given. */
  count?: number
  /** Where rows are heavy, fewer are shown. */
  maxShown?: number
  /** A `tr` with a key. */
  toRow: (change: Change) => ReactNode
}) {
  if (changes.length === 0) return null
  return (
    <>
      <table className="w-full table-fixed text-sm">
        <thead className="text-left text-xs text-ink-2 max-sm:sr-only">
          <tr className="border-b border-rule-strong">
            {columns.map(({ name, width = '' }, at) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: both images may have one name.
                key={at}
                scope="col"
                className={`py-1.5 pr-4 font-normal wrap-anywhere ${width}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{changes.slice(0, maxShown).map(toRow)}</tbody>
      </table>
      <MoreChanges count={count} shown={maxShown} />
    </>
  )
}

/** How many of a list's changes are not shown; nothing where all are. */
export function MoreChanges({ count, shown = MAX_CHANGES }: { count: number; shown?: number }) {
  const texts = useTexts('compare')
  if (count <= shown) return null
  return <p className="mt-3 text-sm text-ink-2">{texts('more', { count: count - shown })}</p>
}
