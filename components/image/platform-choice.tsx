import { useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type { Texts } from '#lib/language/texts.ts'
import { isIndexMediaType } from '#lib/oci/media-types.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { PlatformImage } from '#lib/oci-client/read-image.ts'
import { type ImageLinks, toPartPath, toPlatformPath } from '../parts/image-links.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { sayPlatform } from '../ui/say-platform.ts'

const maxShown = 12
/** Longer words do not fit beside a size on half of a phone, or in a column of a wider screen. */
const maxShortText = { phone: 8, wide: 14 }
const linux = 'linux/'

const cell = 'flex min-h-11 min-w-0 items-center gap-2.5 px-3 py-2 sm:px-4'

/** What an image runs on, with sizes; one of an index is chosen by its link, and the page below is about that. */
export function PlatformChoice({
  links,
  platforms,
  chosen,
}: {
  links: ImageLinks
  platforms: readonly PlatformImage[]
  /** The one that the page is about. */
  chosen: PlatformImage | null
}) {
  const texts = useTexts('image')
  if (platforms.length === 0) return null
  const first = platforms.slice(0, maxShown)
  const isBeyond = chosen !== null && !first.some(({ key }) => key === chosen.key)
  const shown = isBeyond ? [...first.slice(0, -1), chosen] : first
  return (
    <nav aria-label={texts('platforms.title')}>
      <PlatformGrid links={links} platforms={shown} chosen={chosen}>
        {platforms.length > maxShown && (
          <li className="min-w-0 border-t border-l border-rule">
            <IntentLink
              href={toPartPath(links, { kind: 'list', list: 'platforms', page: 1 })}
              prefetch={false}
              className={`${cell} text-sm hover:bg-sunk`}
            >
              <span className="link">{texts('platforms.all', { count: platforms.length })}</span>
            </IntentLink>
          </li>
        )}
      </PlatformGrid>
    </nav>
  )
}

/** Platforms side by side, as many as there is room for. */
export function PlatformGrid({
  links,
  platforms,
  chosen,
  children,
}: {
  links: ImageLinks
  platforms: readonly PlatformImage[]
  chosen: PlatformImage | null
  children?: React.ReactNode
}) {
  const speech = { texts: useTexts('image'), ui: useTexts('ui') }
  const names = new Map(platforms.map((one) => [one, toText(one, speech)]))
  const areLinux = [...names.values()].every((name) => name.startsWith(linux))
  const lengths = [...names.values()].map((name) => name.length)
  const longest = Math.max(...lengths)
  const longestOnPhone = longest - (areLinux ? linux.length : 0)
  return (
    // The outer rules of the cells lie under the frame.
    <div className="overflow-hidden">
      <ul
        className={`-mt-px -ml-px grid ${
          longestOnPhone > maxShortText.phone
            ? 'grid-cols-1'
            : 'grid-cols-[repeat(auto-fill,minmax(10rem,1fr))]'
        } ${
          longest > maxShortText.wide
            ? 'sm:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))]'
            : 'sm:grid-cols-[repeat(auto-fill,minmax(14.5rem,1fr))]'
        }`}
      >
        {platforms.map((one) => (
          <li key={one.key} className="min-w-0 border-t border-l border-rule">
            <IntentLink
              href={toTarget(links, one)}
              prefetch={false}
              scroll={false}
              {...(one.key === chosen?.key ? { 'aria-current': 'true' as const } : {})}
              className={`${cell} h-full hover:bg-sunk`}
            >
              <span
                aria-hidden="true"
                className={`size-3.5 shrink-0 rounded-full ${one.key === chosen?.key ? 'border-4 border-accent' : 'border-[1.5px] border-control'}`}
              />
              <span
                className={`min-w-0 flex-1 font-mono text-xs wrap-anywhere ${one.key === chosen?.key ? 'font-semibold' : ''}`}
              >
                <PlatformText text={names.get(one) ?? ''} isFolded={areLinux} />
              </span>
              <span className="shrink-0 font-mono text-xs text-ink-2 tabular-nums">
                {one.sizeBytes === null ? '' : formatBytes(one.sizeBytes)}
              </span>
            </IntentLink>
          </li>
        ))}
        {children}
      </ul>
    </div>
  )
}

/** On a phone the system goes without saying, where all have the same. */
function PlatformText({ text, isFolded }: { text: string; isFolded: boolean }) {
  if (!isFolded) return text
  return (
    <>
      <span className="max-sm:sr-only">{linux}</span>
      {text.slice(linux.length)}
    </>
  )
}

/** An index in an index has platforms of its own. */
function toTarget(links: ImageLinks, { key, digest, mediaType }: PlatformImage) {
  return isIndexMediaType(mediaType)
    ? imagePath(links.alias, links.repositoryName, { digest })
    : toPlatformPath(links, key)
}

function toText(
  { text, platform, artifactType, mediaType, digest }: PlatformImage,
  { texts, ui }: { texts: Texts<'image'>; ui: Texts<'ui'> },
): string {
  const words = sayPlatform(text, ui)
  if (platform !== null) return words
  const what = isIndexMediaType(mediaType) ? texts('platforms.index') : artifactType
  return what === null ? `${words}, ${digest.slice(7, 15)}` : toShownText(what, 128)
}
