import type { ReactNode } from 'react'

/** The column every page stands in: 1,152 px of content at most, 16 px of margin on a phone. */
export function PageShell({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`mx-auto w-full max-w-[75rem] px-4 sm:px-6 ${className}`}>{children}</div>
}
