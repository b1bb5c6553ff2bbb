import { ChevronDown } from 'lucide-react'

export interface SelectOption {
  value: string
  label: string
}

export interface SelectGroup {
  label: string
  options: readonly SelectOption[]
}

/** A small labelled select of plain words, or of groups of them. */
export function SelectField({
  label,
  value,
  options,
  onChange,
  className = '',
}: {
  label: string
  value: string
  options: readonly (string | SelectOption | SelectGroup)[]
  onChange: (value: string) => void
  className?: string
}) {
  return (
    <label className={`block min-w-0 ${className}`}>
      <span className="mb-1 block text-xs text-ink-2">{label}</span>
      <span className="relative block">
        <select
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="control h-9 w-full cursor-pointer appearance-none truncate pr-8 pl-2.5 text-sm text-ink"
        >
          {options.map(toElement)}
        </select>
        <ChevronDown
          aria-hidden="true"
          className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-ink-3"
        />
      </span>
    </label>
  )
}

function toElement(option: string | SelectOption | SelectGroup) {
  if (typeof option === 'string') return <option key={option}>{option}</option>
  if ('options' in option) {
    return (
      <optgroup key={option.label} label={option.label}>
        {option.options.map(toElement)}
      </optgroup>
    )
  }
  return (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  )
}
