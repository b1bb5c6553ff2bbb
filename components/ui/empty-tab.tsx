import type { ReactNode } from 'react'

/** What stands in a tab that has nothing to show: what is true, and what that means. */
export function EmptyTab({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="max-w-prose">
      <p className="text-lg">{title}</p>
      {children && <div className="mt-1.5 space-y-1.5 text-ink-2">{children}</div>}
    </div>
  )
}
