import Link from 'next/link'
import { imagePath } from '#lib/gallery/routes.ts'
import type { TagRow as Row } from '#lib/gallery/select-tags.ts'
import { CopyPull } from '../pull/copy-pull.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ShortDigest } from './short-digest.tsx'
import { toShownTag } from './to-shown-tag.ts'

/** One image of the tag table. */
export function TagRow({
  row,
  alias,
  repositoryName,
  uri,
  plainHttp,
}: {
  row: Row
  alias: string
  repositoryName: string
  uri: string
  plainHttp: boolean
}) {
  const { tag, otherTags, hiddenTagCount, digest, kind, type } = row
  const toPath = (name: string) => imagePath(alias, repositoryName, { tag: name })
  const size = row.sizeBytes === null ? null : formatBytes(row.sizeBytes)
  return (
    <tr className="border-b border-rule align-top hover:bg-raised">
      <th scope="row" className="py-2 pr-4 text-left font-normal wrap-anywhere">
        <Link
          href={toPath(tag)}
          prefetch={false}
          className="font-mono text-xs font-semibold hover:text-accent hover:underline"
        >
          {toShownTag(tag)}
        </Link>
        {otherTags.length > 0 && (
          <span className="block font-mono text-xs text-ink-3">
            also{' '}
            {otherTags.map((name, at) => (
              <span key={name}>
                {at > 0 && ', '}
                <Link href={toPath(name)} prefetch={false} className="hover:text-ink hover:underline">
                  {name}
                </Link>
              </span>
            ))}
            {hiddenTagCount > 0 && ` and ${formatNumber(hiddenTagCount)} more`}
          </span>
        )}
        <span className="block text-xs text-ink-3 sm:hidden">
          {type}
          {size && `, ${size}`}
        </span>
      </th>
      <td className="hidden py-2 pr-4 whitespace-nowrap sm:table-cell">{type}</td>
      <td className="hidden py-2 pr-4 text-right font-mono text-xs leading-[1.375rem] whitespace-nowrap tabular-nums sm:table-cell">
        {size ?? <span className="text-ink-3">not known</span>}
      </td>
      {/* As wide as its longest words, as a script corrects them on a cached page. */}
      <td className="w-[7.75rem] min-w-[7.75rem] py-2 pr-3 whitespace-nowrap">
        {row.pushedAt ? <RelativeTime iso={row.pushedAt} /> : <span className="text-ink-3">not known</span>}
      </td>
      <td className="hidden py-1 pr-1 whitespace-nowrap md:table-cell">
        <ShortDigest digest={digest} className="text-ink-2" />
        <CopyButton text={digest} label={`Copy the digest of ${tag}`} className="ml-0.5 align-middle" />
      </td>
      <td className="w-8 py-1">
        <CopyPull
          what={{ name: uri, tag, digest, kind }}
          plainHttp={plainHttp}
          label={`Copy the command that pulls ${tag}`}
        />
      </td>
    </tr>
  )
}
