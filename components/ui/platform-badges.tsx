import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { joinNames } from '#lib/language/languages.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'

const label = 'max-w-40 truncate font-mono text-xs'

/**
 * What a repository runs on: operating systems first, then architectures. The usual ones come
 * first; of what else there is, which may be a hundred labels, at most `maxOthers` follow. All of them can be filtered by.
 */
export function PlatformBadges({
  operatingSystems,
  architectures,
  maxOthers,
  className = '',
}: {
  operatingSystems: string[]
  architectures: string[]
  maxOthers: number
  className?: string
}) {
  const texts = useTexts('ui')
  const language = useLanguage()
  const declared = new Set([...operatingSystems, ...architectures])
  const known = [...OPERATING_SYSTEMS, ...ARCHITECTURES].filter((name) => declared.delete(name))
  const others = [...declared]
  const hidden = others.slice(maxOthers)
  if (known.length + others.length === 0) return null
  return (
    <ul aria-label={texts('platforms.title')} className={`flex flex-wrap items-center gap-1 ${className}`}>
      {[...known, ...others.slice(0, maxOthers)].map((name) => (
        <li
          key={name}
          className={`${label} rounded-sm border border-rule-strong px-1.5 text-ink-2`}
          title={name}
        >
          {name}
        </li>
      ))}
      {hidden.length > 0 && (
        <li className={`${label} px-1 text-ink-3`} title={joinNames(hidden, language)}>
          {texts.rich('platforms.others', {
            count: hidden.length,
            others: joinNames(hidden, language),
            names: (words) => (
              <span key="names" className="sr-only">
                {words}
              </span>
            ),
          })}
        </li>
      )}
    </ul>
  )
}
