import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { ImageValue } from '#lib/addresses/image-part.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { PartLink } from '../parts/part-link.tsx'
import { formatCompactNumber } from '../ui/format-count.ts'
import { UntrustedValue } from './untrusted-value.tsx'

/** Of a longer value the beginning is shown, and where the rest is. */
export const MAX_SHOWN_LENGTH = 240

/** A text of a stranger in a list, short enough for the list. */
export function ShownValue({
  text,
  links,
  value,
  item,
  isLinked = true,
}: {
  text: string
  links: ImageLinks
  value: ImageValue
  /** Its place in the list, from 1. */
  item: number
  /** Addresses become links. */
  isLinked?: boolean
}) {
  const texts = useTexts('contents')
  const language = useLanguage()
  if (text === '') return <span className="text-ink-3">{texts('value.empty')}</span>
  if (text.length <= MAX_SHOWN_LENGTH) {
    const shown = toShownText(text)
    return isLinked ? <UntrustedValue text={shown} /> : shown
  }
  return (
    <>
      {toShownText(text, MAX_SHOWN_LENGTH)}{' '}
      <span className="font-sans whitespace-nowrap">
        <PartLink links={links} part={{ kind: 'value', value, item, page: 1 }}>
          {texts('value.all', { count: formatCompactNumber(text.length, language) })}
        </PartLink>
      </span>
    </>
  )
}
