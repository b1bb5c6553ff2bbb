import Link from 'next/link'
import type { PlatformImage } from '#lib/distribution/read-image.ts'
import type { ImageReference } from '#lib/gallery/image-reference.ts'
import { imagePath } from '#lib/gallery/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount } from '../ui/format-count.ts'
import { Section } from './section.tsx'
import { ShortDigest } from './short-digest.tsx'

/** What an index holds, one row for each platform; the chosen one is what the rest of the page is about. */
export function PlatformTable({
  alias,
  repositoryName,
  reference,
  platforms,
  chosen,
}: {
  alias: string
  repositoryName: string
  reference: ImageReference
  platforms: PlatformImage[]
  /** The digest of the chosen one. */
  chosen: string | null
}) {
  const hasVersions = platforms.some(({ platform }) => platform?.osVersion)
  return (
    <Section
      id="platforms"
      title="Platforms"
      note={platforms.length > 1 && formatCount(platforms.length, 'platform', 'platforms')}
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-rule text-left text-ink-2">
            <th scope="col" className="py-2 pr-4 pl-3 font-normal">
              Platform
            </th>
            {hasVersions && (
              <th scope="col" className="hidden py-2 pr-4 font-normal sm:table-cell">
                OS version
              </th>
            )}
            <th scope="col" className="py-2 pr-4 text-right font-normal">
              Size
            </th>
            <th scope="col" className="w-44 py-2 font-normal max-sm:w-10">
              <span className="max-sm:sr-only">Digest</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {platforms.map((one) => {
            const isChosen = one.digest === chosen
            const text = one.text ?? toShownText(one.artifactType ?? 'Not stated', 128)
            const target =
              one.text === null
                ? { digest: one.digest }
                : reference.tag === null
                  ? { digest: reference.digest, platform: one.text }
                  : { tag: reference.tag, platform: one.text }
            return (
              <tr
                key={`${one.digest} ${one.text}`}
                className="border-b border-rule align-top hover:bg-raised"
              >
                <th
                  scope="row"
                  className={`border-l-2 py-2 pr-4 pl-2.5 text-left font-normal wrap-anywhere ${isChosen ? 'border-l-accent' : 'border-l-transparent'}`}
                >
                  <Link
                    href={imagePath(alias, repositoryName, target)}
                    prefetch={false}
                    scroll={false}
                    {...(isChosen ? { 'aria-current': 'true' as const } : {})}
                    className={`font-mono text-xs hover:text-accent hover:underline ${isChosen ? 'font-semibold' : ''}`}
                  >
                    {text}
                  </Link>
                </th>
                {hasVersions && (
                  <td className="hidden py-2 pr-4 font-mono text-xs leading-[1.375rem] text-ink-2 wrap-anywhere sm:table-cell">
                    {one.platform?.osVersion ? toShownText(one.platform.osVersion, 64) : ''}
                  </td>
                )}
                <td className="py-2 pr-4 text-right font-mono text-xs leading-[1.375rem] whitespace-nowrap tabular-nums">
                  {one.sizeBytes === null ? (
                    <span className="text-ink-3">not known</span>
                  ) : (
                    formatBytes(one.sizeBytes)
                  )}
                </td>
                <td className="py-1 whitespace-nowrap">
                  <ShortDigest digest={one.digest} className="text-ink-2 max-sm:hidden" />
                  <CopyButton
                    text={one.digest}
                    label={`Copy the digest for ${text}`}
                    className="ml-0.5 align-middle"
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}
