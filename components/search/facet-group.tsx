import { useTexts } from '#components/language/use-texts.ts'
import type { FacetValue } from '#lib/catalog/catalog.ts'

/** So many values of a filter are seen at once; the others are folded. */
const maxOpen = 6

/** `isName` where the label is the same in every language. */
type ShownValue = Pick<FacetValue, 'value' | 'label'> & { count?: number; isName?: boolean }

/**
 * One filter: its values as checkboxes, each with its count, or as radio buttons where only one can be chosen. A value that
 * would find nothing is dimmed.
 */
export function FacetGroup({
  title,
  name,
  values,
  any,
  isChosen,
  onToggle,
}: {
  title: string
  /** The parameter in the URL. */
  name: string
  values: (FacetValue & Pick<ShownValue, 'isName'>)[]
  /** The words for no choice; given where only one value can be chosen. Its value is empty. */
  any?: string
  isChosen: (value: string) => boolean
  onToggle: (value: string) => void
}) {
  const texts = useTexts('search')
  if (values.length === 0) return null
  const shown: ShownValue[] = any === undefined ? values : [{ value: '', label: any }, ...values]
  const row = (value: ShownValue) => (
    <FacetRow
      key={value.value}
      {...value}
      type={any === undefined ? 'checkbox' : 'radio'}
      name={name}
      isChosen={isChosen(value.value)}
      onToggle={onToggle}
    />
  )
  // One more is not worth a fold.
  const folded = shown.length > maxOpen + 1 ? shown.slice(maxOpen) : []
  return (
    <fieldset className="mb-6 min-w-0 last:mb-0">
      <legend className="mb-1 text-sm font-semibold">{title}</legend>
      {shown.slice(0, shown.length - folded.length).map(row)}
      {folded.length > 0 && (
        <details open={folded.some(({ value }) => isChosen(value)) || undefined}>
          <summary className="link w-fit cursor-pointer py-0.5 text-xs max-lg:py-2.5">
            {texts('filters.more', { count: folded.length })}
          </summary>
          {folded.map(row)}
        </details>
      )}
    </fieldset>
  )
}

function FacetRow({
  value,
  label,
  count,
  type,
  name,
  isName = false,
  isChosen,
  onToggle,
}: ShownValue & {
  type: 'checkbox' | 'radio'
  name: string
  isChosen: boolean
  onToggle: (value: string) => void
}) {
  const texts = useTexts('search')
  return (
    <label
      className={`-mx-1.5 flex min-h-7 cursor-pointer items-center gap-2.5 rounded-sm px-1.5 text-sm hover:bg-sunk max-lg:min-h-11 ${count === 0 ? 'text-ink-3' : 'text-ink-2'}`}
    >
      <input
        type={type}
        name={name}
        value={value}
        checked={isChosen}
        onChange={() => onToggle(value)}
        className="checkbox"
      />
      <span
        title={label}
        translate={isName ? 'no' : undefined}
        className={`min-w-0 flex-1 truncate ${isChosen ? 'text-ink' : ''}`}
      >
        {label}
      </span>
      {count !== undefined && (
        <span className="font-mono text-xs text-ink-3 tabular-nums">
          {texts.rich('filters.count', {
            count,
            unit: (words) => (
              <span key="unit" className="sr-only">
                {words}
              </span>
            ),
          })}
        </span>
      )}
    </label>
  )
}
