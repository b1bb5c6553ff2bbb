import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { toSentenceGap } from '#lib/language/sentence-gap.ts'
import { formatDateTime } from '../ui/format-relative-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { PageShell } from './page-shell.tsx'

/** Says that a page shows what was read before, when that was, and why; nothing for what was read just now. */
export function AsOfLine({ asOf, isFromIndex = false }: { asOf: string | null; isFromIndex?: boolean }) {
  const texts = useTexts('site')
  const language = useLanguage()
  const gap = toSentenceGap(language)
  if (asOf === null) return null
  return (
    <PageShell className="pt-4">
      <p role="note" className="border-l-2 border-rule-strong pl-3 text-sm text-ink-2">
        {texts.rich('asOf.words', { time: () => <RelativeTime key="time" iso={asOf} precision="minute" /> })}
        {isFromIndex && gap + texts('asOf.missing')}
        <span className="sr-only">
          {gap}
          {texts('asOf.exactly', { time: formatDateTime(asOf, language) })}
        </span>
      </p>
    </PageShell>
  )
}
