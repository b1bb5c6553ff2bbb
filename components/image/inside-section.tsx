import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImageFiles } from '#lib/pages/find-image-files.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount } from '../ui/format-count.ts'
import type { ImageLinks } from './image-links.ts'
import { PartLink } from './part-link.tsx'
import { Section } from './section.tsx'
import { SizePicture } from './size-picture.tsx'

/** What is in the image once its layers are unpacked: how many files, the biggest folders, and what one can work with in it. */
export function InsideSection({ links, files }: { links: ImageLinks; files: ImageFiles | null }) {
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
  const { fileCount, sizeBytes, trouble } = files.summary
  return (
    <Section
      id="inside"
      title="Files"
      note={`${formatCount(fileCount, 'file', 'files')}, ${formatBytes(sizeBytes)} unpacked`}
    >
      <SizePicture links={links} summary={files.summary} />
      <p className="mt-3 text-sm">
        <PartLink links={links} part={{ kind: 'list', list: 'tree', page: 1 }}>
          Look at {formatCount(fileCount, 'file', 'files')}
        </PartLink>
      </p>
      {trouble !== null && <p className="mt-3 text-sm text-ink-2">{toShownText(trouble, 300)}</p>}
    </Section>
  )
}
