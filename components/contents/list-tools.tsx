/** What narrows and orders a list of an image that has a page of its own, without a script. */
import type { Route } from 'next'
import type { ReactNode } from 'react'
import { repositoryPath } from '#lib/addresses/routes.ts'
import type { IconProps } from '../icons/icon.tsx'
import type { ImageLinks } from '../parts/image-links.ts'
import { IntentLink } from '../ui/intent-link.tsx'

/** A form that leads to the same list with another filter. */
export function FilterForm({
  links,
  kept,
  filter,
  label,
  word,
  icon: Icon,
}: {
  links: ImageLinks
  /** The other parameters of the address, besides those that name the image; null and empty ones are left out. */
  kept: readonly (readonly [name: string, value: string | number | null])[]
  filter: string
  /** Such as "Filter 41 packages". */
  label: string
  /** On the button. */
  word: string
  icon: (props: IconProps) => ReactNode
}) {
  const { tag, digest, platform } = links.reference
  const image = [tag === null ? ['digest', digest] : ['tag', tag], ['platform', platform]] as const
  return (
    <form
      action={repositoryPath(links.alias, links.repositoryName)}
      className="flex min-w-0 gap-2 max-sm:w-full"
    >
      {[...image, ...kept].map(([name, value]) =>
        value === null || value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <label className="relative min-w-0 max-sm:flex-1">
        <span className="sr-only">{label}</span>
        <Icon
          aria-hidden="true"
          strokeWidth={1.75}
          className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3"
        />
        <input
          type="search"
          name="filter"
          defaultValue={filter}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          placeholder={label}
          className="control h-9 w-64 max-w-full pr-2 pl-8.5 text-sm text-ink placeholder:text-ink-3 max-sm:w-full"
        />
      </label>
      <button type="submit" className="control h-9 px-3 text-sm">
        {word}
      </button>
    </form>
  )
}

/** The orders of a list, as links. */
export function OrderLinks<Sort extends string>({
  label,
  sorts,
  words,
  chosen,
  toPath,
}: {
  label: string
  sorts: readonly Sort[]
  words: Record<Sort, string>
  chosen: Sort | undefined
  toPath(sort: Sort): Route
}) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-x-4 text-sm">
      {sorts.map((sort) => (
        <IntentLink
          key={sort}
          href={toPath(sort)}
          prefetch={false}
          {...(sort === chosen ? { 'aria-current': 'true' as const } : {})}
          className={`border-b py-1 ${sort === chosen ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`}
        >
          {words[sort]}
        </IntentLink>
      ))}
    </nav>
  )
}
