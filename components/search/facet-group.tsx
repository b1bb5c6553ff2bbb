import type { FacetValue } from '#lib/catalog/catalog.ts'
import { formatNumber } from '../ui/format-count.ts'

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
  values: FacetValue[]
  /** The words for no choice; given where only one value can be chosen. Its value is empty. */
  any?: string
  isChosen: (value: string) => boolean
  onToggle: (value: string) => void
}) {
  if (values.length === 0) return null
  const shown: (Pick<FacetValue, 'value' | 'label'> & { count?: number })[] =
    any === undefined ? values : [{ value: '', label: any }, ...values]
  return (
    <fieldset className="mb-6 min-w-0 last:mb-0">
      <legend className="mb-1 text-sm font-semibold">{title}</legend>
      {shown.map(({ value, label, count }) => (
        <label
          key={value}
          className={`-mx-1.5 flex min-h-7 cursor-pointer items-center gap-2.5 rounded-sm px-1.5 text-sm hover:bg-sunk max-lg:min-h-11 ${count === 0 ? 'text-ink-3' : 'text-ink-2'}`}
        >
          <input
            type={any === undefined ? 'checkbox' : 'radio'}
            name={name}
            value={value}
            checked={isChosen(value)}
            onChange={() => onToggle(value)}
            className="checkbox"
          />
          <span title={label} className={`min-w-0 flex-1 truncate ${isChosen(value) ? 'text-ink' : ''}`}>
            {label}
          </span>
          {count !== undefined && (
            <span className="font-mono text-xs text-ink-3 tabular-nums">
              {formatNumber(count)}
              <span className="sr-only">{count === 1 ? ' repository' : ' repositories'}</span>
            </span>
          )}
        </label>
      ))}
    </fieldset>
  )
}
