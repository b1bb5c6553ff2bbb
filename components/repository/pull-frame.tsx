import type { ReactNode } from 'react'
import type { PulledKind } from '#lib/oci/pull-client.ts'

const headings: Record<PulledKind, string> = {
  image: 'Pull this image',
  chart: 'Pull this chart',
  artifact: 'Pull this artifact',
}

/** The frame around a pull command, and below it, or beside it where there is room, the facts of what it pulls. */
export function PullFrame({
  kind,
  facts,
  children,
}: {
  kind: PulledKind
  facts: ReactNode
  children: ReactNode
}) {
  return (
    <aside
      aria-labelledby="pull"
      className="rounded-md border border-rule-strong bg-raised sm:max-lg:grid sm:max-lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="p-4">
        <h2 id="pull" className="mb-2.5 text-sm font-semibold">
          {headings[kind]}
        </h2>
        {children}
      </div>
      {facts}
    </aside>
  )
}
