import { formatNumber } from '../ui/format-count.ts'
import { Section } from './section.tsx'
import { UntrustedValue } from './untrusted-value.tsx'

/** Names and values, such as labels. Nothing where there are none. */
export function PairTable({
  id,
  title,
  pairs,
  of,
}: {
  id: string
  title: string
  pairs: readonly (readonly [string, string])[]
  of?: string | undefined
}) {
  if (pairs.length === 0) return null
  return (
    <Section
      id={id}
      title={title}
      note={
        <>
          {formatNumber(pairs.length)}
          {of && (
            <>
              {' '}
              for <span className="font-mono text-xs">{of}</span>
            </>
          )}
        </>
      }
    >
      <dl className="text-sm">
        {pairs.map(([name, value], at) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: names that were cut off may be the same.
            key={at}
            className="gap-x-6 border-b border-rule py-1.5 sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
          >
            <dt className="font-mono text-xs leading-[1.375rem] text-ink-2 wrap-anywhere">{name}</dt>
            <dd className="whitespace-pre-wrap wrap-anywhere">
              {value === '' ? <span className="text-ink-3">empty</span> : <UntrustedValue text={value} />}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
