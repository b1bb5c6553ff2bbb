import { useTexts } from '#components/language/use-texts.ts'
import type { ImageFiles } from '#lib/pages/image/find-image-files.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { PartLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { describeTrouble } from './describe-trouble.ts'
import { SizePicture } from './size-picture.tsx'

/** What is in the image once its layers are unpacked: how many files, the biggest folders, and what one can work with in it. */
export function InsideSection({ links, files }: { links: ImageLinks; files: ImageFiles | null }) {
  const texts = useTexts('contents')
  if (files === null) return null
  if (files.state !== 'known') {
    return (
      <Section id="inside" title={texts('inside.title')}>
        <p className="text-sm text-ink-2">
          {texts(files.state === 'reading' ? 'inside.reading' : 'inside.unread')}
        </p>
      </Section>
    )
  }
  const { fileCount, sizeBytes, trouble } = files.summary
  return (
    <Section
      id="inside"
      title={texts('inside.title')}
      note={texts('inside.note', { count: fileCount, size: formatBytes(sizeBytes) })}
    >
      <SizePicture links={links} summary={files.summary} />
      <p className="mt-3 text-sm">
        <PartLink links={links} part={{ kind: 'list', list: 'tree', page: 1 }}>
          {texts('inside.look', { count: fileCount })}
        </PartLink>
      </p>
      {trouble !== null && <p className="mt-3 text-sm text-ink-2">{describeTrouble(trouble, texts)}</p>}
    </Section>
  )
}
