import type { ReactNode } from 'react'
import { type ArtifactKind, describeKind } from '#lib/oci/artifact-kind.ts'

/** The frame around a pull command, and below it, or beside it where there is room, the facts of what it pulls. */
export function PullFrame({
  kind,
  facts,
  children,
}: {
  kind: ArtifactKind
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
          Pull: {describeKind(kind)}
        </h2>
        {children}
      </div>
      {facts}
    </aside>
  )
}
