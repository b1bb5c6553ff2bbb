import type { FacetValue } from '#lib/catalog/catalog.ts'
import { formatNumber } from '../ui/format-count.ts'

/** One filter: its values as checkboxes, each with its count. A value that would find nothing is dimmed. */
export function FacetGroup({
  title,
  name,
  values,
  isChosen,
  onToggle,
}: {
  title: string
  /** The parameter in the URL. */
  name: string
  values: FacetValue[]
  isChosen: (value: string) => boolean
  onToggle: (value: string) => void
}) {
  if (values.length === 0) return null
  return (
    <fieldset className="mb-6 min-w-0 last:mb-0">
      <legend className="mb-1 text-sm font-semibold">{title}</legend>
      {values.map((facet) => (
        <label
          key={facet.value}
          className={`-mx-1.5 flex min-h-7 cursor-pointer items-center gap-2.5 rounded-sm px-1.5 text-sm hover:bg-sunk max-lg:min-h-11 ${facet.count === 0 ? 'text-ink-3' : 'text-ink-2'}`}
        >
          <input
            type="checkbox"
            name={name}
            value={facet.value}
            checked={isChosen(facet.value)}
            onChange={() => onToggle(facet.value)}
            className="checkbox"
          />
          <span
            title={facet.label}
            className={`min-w-0 flex-1 truncate ${isChosen(facet.value) ? 'text-ink' : ''}`}
          >
            {facet.label}
          </span>
          <span className="font-mono text-xs text-ink-3 tabular-nums">
            {formatNumber(facet.count)}
            <span className="sr-only">{facet.count === 1 ? ' repository' : ' repositories'}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
