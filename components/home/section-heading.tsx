import type { Route } from 'next'
import { IntentLink } from '../ui/intent-link.tsx'

/** The heading of one part of the home page, with the link to all of it. */
export function SectionHeading({
  id,
  title,
  href,
  more,
  note,
}: {
  id: string
  title: string
  href: Route
  more: string
  /** What the numbers at the right are. */
  note?: string
}) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-b border-rule-strong pb-2">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      <span className="flex items-baseline gap-5 text-sm">
        <IntentLink href={href} className="link py-0.5">
          {more}
        </IntentLink>
        {note !== undefined && <span className="text-ink-3">{note}</span>}
      </span>
    </div>
  )
}
