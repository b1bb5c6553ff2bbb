import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { ProgramTls } from '#lib/pages/status/to-program-tls.ts'
import { formatExactTime } from '../ui/format-exact-time.ts'
import { ConditionMark } from './condition-mark.tsx'

const marks = { ok: 'ok', ended: 'failing', 'not-replaced': 'degraded' } as const

/** The certificates of programs that speak TLS themselves. */
export function TlsSection({ tls }: { tls: readonly ProgramTls[] }) {
  const texts = useTexts('status')
  const language = useLanguage()
  if (tls.length === 0) return null
  return (
    <section aria-labelledby="tls" className="border-t border-rule-strong py-6">
      <h2 id="tls" className="text-lg font-semibold">
        {texts('tls.title')}
      </h2>
      <dl className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
        {tls.map(({ program, validUntil, condition }) => (
          <div key={program} className="contents">
            <dt className="flex items-center gap-2 font-semibold">
              <ConditionMark condition={marks[condition]} className="size-5" />
              {texts(`tls.${program}`)}
            </dt>
            <dd className="-mt-2 max-w-prose text-ink-2 sm:mt-0">
              {texts(`tls.${condition}`, { time: formatExactTime(validUntil, language) })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
