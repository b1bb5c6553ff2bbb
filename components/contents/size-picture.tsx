import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { firstTreeQuery, hasAddress } from '#lib/addresses/tree-query.ts'
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { FilePlace, FilesSummary } from '#lib/layers/summarize-files.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { type ImageLinks, toTreePath } from '../parts/image-links.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { toLayerShade } from './layer-bar.tsx'

/** Layers that are named in words; of more, how many there are. */
const maxNamed = 3
/** A smaller share that nobody sees is not worth a sentence. */
const tellingShare = 0.02

/** What makes the image big: its biggest places as bars, each in parts by the layers that it comes from, with the same in words. */
export function SizePicture({ links, summary }: { links: ImageLinks; summary: FilesSummary }) {
  const texts = useTexts('contents')
  const { places, sizeBytes, layers } = summary
  const largest = places[0]?.sizeBytes ?? 0
  const rest = sizeBytes - places.reduce((sum, place) => sum + place.sizeBytes, 0)
  const unseen = layers.reduce((sum, layer) => sum + layer.sizeBytes - layer.seenBytes, 0)
  return (
    <>
      {places.length > 0 && (
        <table className="mt-5 w-full table-fixed text-xs">
          <caption className="sr-only">{texts('places.caption')}</caption>
          <thead className="text-left text-ink-2">
            <tr className="border-b border-rule-strong max-sm:sr-only">
              <th scope="col" className="py-1.5 font-normal">
                {texts('places.biggest')}
              </th>
              <th scope="col" className="w-2/5 py-1.5 font-normal max-lg:w-1/3">
                <span className="sr-only">{texts('places.picture')}</span>
              </th>
              <th scope="col" className="w-32 py-1.5 pl-4 font-normal">
                {texts('places.from')}
              </th>
              <th scope="col" className="w-20 py-1.5 text-right font-normal">
                {texts('places.size')}
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map((place, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: places stand in their order, and paths may be long.
              <PlaceRow key={at} {...{ links, place, largest }} />
            ))}
          </tbody>
        </table>
      )}
      {rest > 0 && places.length > 0 && (
        <p className="mt-2 text-sm text-ink-2">{texts('places.elsewhere', { size: formatBytes(rest) })}</p>
      )}
      {unseen > sizeBytes * tellingShare && (
        <p className="mt-2 text-sm text-ink-2">{texts('places.unseen', { size: formatBytes(unseen) })}</p>
      )}
    </>
  )
}

function PlaceRow({ links, place, largest }: { links: ImageLinks; place: FilePlace; largest: number }) {
  const texts = useTexts('contents')
  const language = useLanguage()
  const { path, isFolder, sizeBytes, layers } = place
  const text = `/${toShownText(path, 200)}${isFolder ? '/' : ''}`
  return (
    <tr className="border-b border-rule align-baseline leading-[1.375rem] max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:py-1">
      <th scope="row" className="py-1.5 pr-4 text-left font-mono font-normal wrap-anywhere max-sm:py-0">
        {hasAddress(path) ? (
          <IntentLink
            href={toTreePath(links, { ...firstTreeQuery, path })}
            prefetch={false}
            rel="nofollow"
            className="link inline-block leading-6"
          >
            {text}
          </IntentLink>
        ) : (
          text
        )}
      </th>
      <td className="py-1.5 max-sm:order-2 max-sm:col-span-2 max-sm:py-1">
        <span aria-hidden="true" className="flex gap-px">
          {layers.map((layer) => (
            <span
              key={layer.layer}
              className={`block h-2.5 min-w-px rounded-sm ${toLayerShade(layer.layer + 1)}`}
              style={{ width: `${((layer.sizeBytes / largest) * 100).toFixed(1)}%` }}
            />
          ))}
        </span>
      </td>
      <td className="py-1.5 pl-4 text-ink-2 max-sm:order-3 max-sm:col-span-2 max-sm:py-0 max-sm:pl-0">
        {toLayerNames(layers, texts, language)}
      </td>
      <td className="py-1.5 text-right font-mono whitespace-nowrap tabular-nums max-sm:order-1 max-sm:py-0">
        {formatBytes(sizeBytes)}
      </td>
    </tr>
  )
}

/** Those with most of it, in their order. */
function toLayerNames(layers: FilePlace['layers'], texts: Texts<'contents'>, language: Language): string {
  if (layers.length === 0) return ''
  const most = layers.toSorted((one, other) => other.sizeBytes - one.sizeBytes).slice(0, maxNamed)
  const numbers = most.map(({ layer }) => layer + 1).sort((one, other) => one - other)
  const names = numbers.map((each) => formatNumber(each, language)).join(texts('comma'))
  const more = layers.length - numbers.length
  return more > 0
    ? texts('places.moreLayers', { layers: names, more })
    : texts(layers.length > 1 ? 'places.layers' : 'places.layer', { layers: names })
}
