import type { ReactNode } from 'react'

/** A part of an image's page, under a strong rule. */
export function Section({
  id,
  title,
  note,
  children,
}: {
  id: string
  title: string
  /** A few words beside the title, such as a count. */
  note?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-labelledby={id}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-rule-strong pb-2">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {note && <p className="text-sm text-ink-2 tabular-nums">{note}</p>}
      </div>
      {children}
    </section>
  )
}
