import { Fragment } from 'react'
import { useLanguage } from '#components/language/use-texts.ts'
import type { ImageValue } from '#lib/addresses/image-part.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import { takeFitting } from '#lib/oci/split-by-weight.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { AllLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { formatNumber } from '../ui/format-count.ts'
import { MAX_SHOWN_LENGTH, ShownValue } from './shown-value.tsx'

const maxShown = 16
const maxNameLength = 120
/** Bytes of an image's page for them, which has much else. */
const room = 20_000
/** What is around a name and its value, with the way to the whole of it. */
const pairBytes = 900

/** What a pair adds to a page, in bytes. */
export function weighPair([name, text]: readonly [string, string]): number {
  return pairBytes + weighShownText(name, maxNameLength) + weighShownText(text, MAX_SHOWN_LENGTH)
}

/** Names and values, such as labels: the first of them. Nothing where there are none. */
export function PairSection({
  id,
  title,
  list,
  value,
  pairs,
  links,
}: {
  id: string
  title: string
  list: 'labels' | 'annotations'
  value: ImageValue
  pairs: readonly (readonly [string, string])[]
  links: ImageLinks
}) {
  const language = useLanguage()
  if (pairs.length === 0) return null
  const shown = takeFitting(pairs.slice(0, maxShown), weighPair, room)
  return (
    <Section id={id} title={title} note={formatNumber(pairs.length, language)}>
      <PairTable pairs={shown} value={value} links={links} />
      <AllLink links={links} list={list} count={pairs.length} shown={shown.length} />
    </Section>
  )
}

/** @param from the place of the first of `pairs` in the whole list, from 0 */
export function PairTable({
  pairs,
  value,
  links,
  from = 0,
}: {
  pairs: readonly (readonly [string, string])[]
  value: ImageValue
  links: ImageLinks
  from?: number
}) {
  return (
    <dl className="text-sm">
      {pairs.map(([name, text], at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: names that were cut off may be the same.
          key={at}
          className="gap-x-6 border-b border-rule py-1.5 first:pt-0 sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
        >
          <dt translate="no" className="font-mono text-xs leading-[1.375rem] text-ink-2 wrap-anywhere">
            <DottedName text={toShownText(name, maxNameLength)} />
          </dt>
          <dd {...toTextAttributes(text)} className="whitespace-pre-wrap wrap-anywhere">
            <ShownValue text={text} links={links} value={value} item={from + at + 1} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A name that breaks after its dots, where it has to. */
function DottedName({ text }: { text: string }) {
  return text.split('.').map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts stand in their order.
    <Fragment key={at}>
      {at > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ))
}
