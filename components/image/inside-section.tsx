import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImageFiles } from '#lib/pages/find-image-files.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount } from '../ui/format-count.ts'
import { Section } from './section.tsx'

/** What is in the image once its layers are unpacked: how many files, the biggest folders, and what one can work with in it. */
export function InsideSection({ files }: { files: ImageFiles | null }) {
  if (files === null) return null
  if (files.state !== 'known') {
    return (
      <Section id="inside" title="Files">
        <p className="text-sm text-ink-2">
          {files.state === 'reading'
            ? 'The layers are being read. Come back in a moment.'
            : 'The layers are too large to be read, or cannot be had at the moment.'}
        </p>
      </Section>
    )
  }
  const { fileCount, sizeBytes, places, distribution, shells, packageManagers, trouble } = files.summary
  const facts = [
    ['Distribution', distribution === null ? 'not stated' : toShownText(distribution, 100)],
    ['Shell', shells.join(', ') || 'none found'],
    ['Package manager', packageManagers.join(', ') || 'none found'],
  ] as const
  return (
    <Section
      id="inside"
      title="Files"
      note={`${formatCount(fileCount, 'file', 'files')}, ${formatBytes(sizeBytes)} unpacked`}
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-ink-2">{name}</dt>
            <dd className="font-mono text-xs leading-[1.375rem] wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="mt-4 text-sm">
        {places.map((folder) => (
          <li key={folder.path} className="border-b border-rule py-1.5">
            <span className="flex justify-between gap-x-4 font-mono text-xs leading-6">
              <span className="min-w-0 wrap-anywhere">/{toShownText(folder.path, 200)}</span>
              <span className="whitespace-nowrap tabular-nums">{formatBytes(folder.sizeBytes)}</span>
            </span>
            <span
              aria-hidden="true"
              className="block h-1.5 min-w-px rounded-sm bg-accent"
              style={{ width: `${sizeBytes === 0 ? 0 : (folder.sizeBytes / sizeBytes) * 100}%` }}
            />
          </li>
        ))}
      </ul>
      {trouble !== null && <p className="mt-3 text-sm text-ink-2">{toShownText(trouble, 300)}</p>}
    </Section>
  )
}
