import type { FileChange, FileSide } from '#lib/layers/compare-trees.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Comparison } from '#lib/pages/get-comparison.ts'
import { toModeText } from '../image/file-words.ts'
import { Section } from '../image/section.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { ChangeTable } from './change-table.tsx'

const words: Record<FileChange['change'], string> = {
  added: '+ Added',
  removed: '− Removed',
  changed: '≠ Changed',
}

/** Files that came, went, or are otherwise than they were; times of writing do not count. */
export function FileChanges({
  files,
  before,
  after,
}: Pick<Comparison, 'files'> & {
  before: string
  after: string
}) {
  if (files === null) return null
  if (files.state !== 'known') {
    return (
      <Section id="files" title="Files">
        <p className="text-sm text-ink-2">
          {files.state === 'reading'
            ? 'The layers are being read. Their files are here in a moment.'
            : 'The layers of one of both are too large to be read, or cannot be had at the moment.'}
        </p>
      </Section>
    )
  }
  const { changes, counts, sameCount } = files.difference
  const count = counts.added + counts.removed + counts.changed
  const note = Object.entries(counts)
    .filter(([, times]) => times > 0)
    .map(([change, times]) => `${formatNumber(times)} ${change}`)
  return (
    <Section id="files" title="Files" note={note.join(', ')}>
      <ChangeTable
        columns={[
          { name: 'Change', width: 'w-28' },
          { name: 'Path' },
          { name: before, width: 'w-1/5' },
          { name: after, width: 'w-1/5' },
        ]}
        changes={changes}
        count={count}
        toRow={(change) => <FileRow key={change.path} change={change} />}
      />
      <p className="mt-3 text-sm text-ink-2">{formatCount(sameCount, 'file is', 'files are')} the same.</p>
    </Section>
  )
}

function FileRow({ change: { change, path, aspects, before, after } }: { change: FileChange }) {
  const cell =
    'py-1.5 pr-4 font-mono text-xs leading-[1.375rem] wrap-anywhere max-sm:inline-block max-sm:py-0'
  return (
    <tr className="border-b border-rule align-baseline max-sm:block max-sm:py-2">
      <td className="py-1.5 pr-4 text-ink-2 max-sm:inline-block max-sm:py-0">{words[change]}</td>
      <th scope="row" className={`${cell} text-left font-normal max-sm:block`}>
        /{toShownText(path, 400)}
        {aspects.length > 0 && <span className="font-sans text-ink-3"> {aspects.join(', ')}</span>}
      </th>
      <td className={`${cell} text-ink-2`}>{before && toSideWords(before, aspects)}</td>
      <td className={cell}>{after && toSideWords(after, aspects)}</td>
    </tr>
  )
}

/** Its size or what it is, and of the rest what differs. */
function toSideWords(side: FileSide, aspects: FileChange['aspects']): string {
  const { kind, sizeBytes, mode, uid, gid, target } = side
  return [
    kind === 'file' ? formatBytes(sizeBytes) : kind,
    aspects.includes('mode') && toModeText(kind, mode),
    aspects.includes('owner') && `${uid}:${gid}`,
    target !== null && `→ ${toShownText(target, 120)}`,
  ]
    .filter((part) => part !== false)
    .join(' ')
}
