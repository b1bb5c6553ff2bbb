import { formatDateTime } from '../ui/format-relative-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { PageShell } from './page-shell.tsx'

/** Says that a page shows what was read before, when that was, and why; nothing for what was read just now. */
export function AsOfLine({ asOf, isFromIndex = false }: { asOf: string | null; isFromIndex?: boolean }) {
  if (asOf === null) return null
  return (
    <PageShell className="pt-4">
      <p role="note" className="border-l-2 border-rule-strong pl-3 text-sm text-ink-2">
        As of <RelativeTime iso={asOf} precision="minute" />; the source does not answer.
        {isFromIndex && ' Texts and tags are missing until it does.'}
        <span className="sr-only"> Exactly: {formatDateTime(asOf)}</span>
      </p>
    </PageShell>
  )
}
