import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'

/** More rows of one kind are left to the forms for programs. */
export const MAX_CHANGES = 200

/** Where all rows are, for programs. */
export interface WholeForms {
  text: string
  json: string
}

/** What differs, a row for each, in columns that fold into lines on a phone; of very many the first, and how many more there are. */
export function ChangeTable<Change>({
  columns,
  changes,
  count = changes.length,
  maxShown,
  forms,
  isLean = false,
  toRow,
}: {
  /** Each with the classes of its width; nothing for a share of the rest. */
  columns: { name: string; width?: string }[]
  changes: readonly Change[]
  /** Where there are more than are given. */
  count?: number
  /** What the page has room for. */
  maxShown: number
  forms: WholeForms
  /** Its rows have the looks of change-table.css, as there may be many. */
  isLean?: boolean
  /** A `tr` with its place as the key: strangers' names would stand in the page once more, as long as they are. */
  toRow: (change: Change, at: number) => ReactNode
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
        <tbody {...(isLean ? { className: 'change-rows' } : {})}>
          {changes.slice(0, maxShown).map(toRow)}
        </tbody>
      </table>
      <MoreChanges count={count} shown={maxShown} forms={forms} />
    </>
  )
}

/** How many of a list's changes are not shown, and where they are; nothing where all are. */
export function MoreChanges({ count, shown, forms }: { count: number; shown: number; forms: WholeForms }) {
  const texts = useTexts('compare')
  if (count <= shown) return null
  const toLink = (address: string) => (words: ReactNode) => (
    <a key={address} href={address} className="link">
      {words}
    </a>
  )
  return (
    <p className="mt-3 text-sm text-ink-2">
      {texts.rich('more', { count: count - shown, text: toLink(forms.text), json: toLink(forms.json) })}
    </p>
  )
}
