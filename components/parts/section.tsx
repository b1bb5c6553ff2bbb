import type { ReactNode } from 'react'

/** A part of an image's page: its name and a few words at the left, or above where there is no room, and what it holds beside. */
export function Section({
  id,
  title,
  note,
  children,
}: {
  id: string
  title: string
  /** A few words below the title, such as a count. */
  note?: ReactNode
  children: ReactNode
}) {
  return (
    <section
      aria-labelledby={id}
      className="drawn-when-near grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-3 border-t border-rule-strong pt-5 lg:grid-cols-[11.5rem_minmax(0,1fr)]"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 lg:block">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {note && <p className="text-xs text-ink-2 tabular-nums break-keep wrap-anywhere lg:mt-0.5">{note}</p>}
      </div>
      <div className="min-w-0 wrap-break-word">{children}</div>
    </section>
  )
}
