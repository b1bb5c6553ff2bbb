import { describeImageType } from '#lib/oci/describe-image-type.ts'
import { toPulledKind } from '#lib/oci/pull-client.ts'
import { toPullCommand } from '#lib/oci/pull-command.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import type { TagGroup } from './group-tags.ts'
import { usePullClient } from './use-pull-client.ts'

/** One image of the tag table. */
export function TagRow({ group, uri, plainHttp }: { group: TagGroup; uri: string; plainHttp: boolean }) {
  const { tag, digest, sizeBytes, pushedAt, mediaType, artifactMediaType } = group.image
  const kind = toPulledKind(artifactMediaType)
  const [client] = usePullClient(kind)
  const type = describeImageType(mediaType, artifactMediaType)
  const size = sizeBytes === null ? null : formatBytes(sizeBytes)
  const command = toPullCommand(client, { name: uri, tag, digest: null }, { plainHttp, kind })
  return (
    <tr className="border-b border-rule align-top">
      <th scope="row" className="py-2 pr-4 text-left font-normal wrap-anywhere">
        <span className="font-mono text-xs font-semibold">{tag}</span>
        {group.otherTags.length > 0 && (
          <span className="block font-mono text-xs text-ink-3">also {group.otherTags.join(', ')}</span>
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
      <td className="py-2 pr-4 whitespace-nowrap">
        {pushedAt ? <RelativeTime iso={pushedAt} /> : <span className="text-ink-3">not known</span>}
      </td>
      <td className="hidden py-1 pr-2 whitespace-nowrap md:table-cell">
        <span className="font-mono text-xs text-ink-2" title={digest}>
          {toShortDigest(digest)}
        </span>
        <CopyButton text={digest} label={`Copy the digest of ${tag}`} className="ml-1 align-middle" />
      </td>
      <td className="py-1">
        <CopyButton text={command} label={`Copy the command that pulls ${tag}`} />
      </td>
    </tr>
  )
}

/** A row whose tag is on its way, with the height and the columns of the real one. */
export function TagRowSkeleton() {
  return (
    <tr className="border-b border-rule align-top">
      <td className="py-2 pr-4">
        <Bar className="w-24" />
        <Bar className="w-16 sm:hidden" />
      </td>
      <td className="hidden py-2 pr-4 sm:table-cell">
        <Bar className="w-20" />
      </td>
      <td className="hidden py-2 pr-4 sm:table-cell">
        <Bar className="ml-auto w-14" />
      </td>
      <td className="py-2 pr-4">
        <Bar className="w-20" />
      </td>
      <td className="hidden py-1 pr-2 md:table-cell">
        <Bar className="w-32" />
      </td>
      <td className="h-9 py-1" />
    </tr>
  )
}

function Bar({ className }: { className: string }) {
  return (
    <span className="flex h-5 items-center">
      <span className={`h-2.5 rounded-sm bg-sunk ${className}`} />
    </span>
  )
}

/** @example toShortDigest('sha256:8f1c…(60 digits)…b20e') // 'sha256:8f1c…b20e' */
function toShortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':')
  return `${algorithm}:${hex.slice(0, 4)}…${hex.slice(-4)}`
}
