import { ChevronDown } from '../icons/control-icons.tsx'

export interface SelectOption {
  value: string
  label: string
  isDisabled?: boolean
}

export interface SelectGroup {
  label: string
  options: readonly SelectOption[]
}

/** A small select of plain words, or of groups of them, with its label in the same frame. */
export function SelectField({
  label,
  value,
  options,
  onChange,
  isDisabled = false,
}: {
  label: string
  value: string
  options: readonly (string | SelectOption | SelectGroup)[]
  onChange: (value: string) => void
  /** There is nothing to choose from. */
  isDisabled?: boolean
}) {
  return (
    <label className="control relative flex h-[2.375rem] min-w-0 items-center has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <span className="shrink-0 pl-2.5 text-xs text-ink-2">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        disabled={isDisabled}
        className="h-full min-w-0 flex-1 cursor-pointer appearance-none truncate bg-transparent pr-7 pl-2 text-sm text-ink outline-none disabled:cursor-default disabled:text-ink-3 disabled:opacity-100"
      >
        {options.map(toElement)}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute right-2 size-4 text-ink-3" />
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
    <option key={option.value} value={option.value} disabled={option.isDisabled}>
      {option.label}
    </option>
  )
}
