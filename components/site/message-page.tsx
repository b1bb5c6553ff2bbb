import type { ReactNode } from 'react'
import { PageShell } from './page-shell.tsx'

/** A page that only has something to say: what happened, what is true now, and one thing to do. */
export function MessagePage({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <PageShell className="pt-16 pb-10 sm:pt-24">
      <h1 className="max-w-3xl text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
      <div className="mt-3 max-w-prose space-y-3 text-ink-2">{children}</div>
    </PageShell>
  )
}
