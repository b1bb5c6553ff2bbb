import type { ReferenceForm } from '#lib/oci/pull-reference.ts'

const words: Record<ReferenceForm, string> = {
  tag: 'by tag',
  'tag-and-digest': 'tag and digest',
  digest: 'digest',
}

/** How the command names the image: radio buttons that look like small tabs. */
export function FormChoice({
  forms,
  form,
  onChange,
}: {
  forms: readonly ReferenceForm[]
  form: ReferenceForm
  onChange: (form: ReferenceForm) => void
}) {
  return (
    <fieldset className="needs-script mt-2.5 flex flex-wrap gap-x-4">
      <legend className="sr-only">Name the image</legend>
      {forms.map((one) => (
        <label
          key={one}
          className="relative cursor-pointer border-b border-transparent py-1 text-sm text-ink-2 hover:text-ink has-checked:border-accent has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="reference-form"
            checked={one === form}
            onChange={() => onChange(one)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {words[one]}
        </label>
      ))}
    </fieldset>
  )
}
