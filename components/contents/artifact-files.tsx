import { useTexts } from '#components/language/use-texts.ts'
import type { Descriptor } from '#lib/oci/manifest.ts'
import { takeFitting } from '#lib/oci/split-by-weight.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { AllLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { BoundedPath } from '../ui/bounded-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { ShortDigest } from '../ui/short-digest.tsx'
import { weighPath } from '../ui/weigh-path.ts'

const maxShown = 20
/** Bytes of an artifact's page for its files. */
const room = 60_000
/** How much of each text is shown, in characters. */
const FILE_TEXTS = { type: 128, title: 200 } as const
/** What is around the texts of a row, with its button. */
const rowBytes = 2_000

/** What a file adds to a page, in bytes; its button says its name twice more. */
export function weighFile({ mediaType, annotations }: Descriptor): number {
  const { type, name, title } = toTexts({ mediaType, annotations })
  return rowBytes + weighPath(name) + (title ? weighPath(type) : 0) + 2 * weighShownText(name, name.length)
}

function toTexts({ mediaType, annotations }: Pick<Descriptor, 'mediaType' | 'annotations'>) {
  const title = annotations['org.opencontainers.image.title']
  const type = toShownText(mediaType, FILE_TEXTS.type)
  return { title, type, name: title ? toShownText(title, FILE_TEXTS.title) : type }
}

/** What an artifact holds; also the layers of an image whose config cannot be read. */
export function ArtifactFiles({
  layers,
  isImage,
  links,
}: {
  layers: readonly Descriptor[]
  isImage: boolean
  links: ImageLinks
}) {
  const texts = useTexts('contents')
  const shown = takeFitting(layers.slice(0, maxShown), weighFile, room)
  return (
    <Section
      id="files"
      title={texts(isImage ? 'artifact.layers' : 'artifact.files')}
      note={isImage ? texts('artifact.unreadable') : texts('counted.files', { count: layers.length })}
    >
      {layers.length === 0 ? (
        <p className="text-sm text-ink-2">{texts('nothing')}</p>
      ) : (
        <FileList files={shown} />
      )}
      <AllLink links={links} list="files" count={layers.length} shown={shown.length} />
    </Section>
  )
}

export function FileList({ files }: { files: readonly Descriptor[] }) {
  const texts = useTexts('contents')
  return (
    <ul className="text-sm">
      {files.map(({ mediaType, digest, sizeBytes, annotations }, at) => {
        const { title, type, name } = toTexts({ mediaType, annotations })
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a file may stand twice.
            key={at}
            className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 border-b border-rule py-1.5 first:pt-0"
          >
            <span className="min-w-0">
              <span className="block font-mono text-xs leading-6 wrap-anywhere">
                <BoundedPath text={name} />
              </span>
              {title && (
                <span className="block font-mono text-xs text-ink-3 wrap-anywhere">
                  <BoundedPath text={type} />
                </span>
              )}
            </span>
            <span className="text-right font-mono text-xs leading-6 whitespace-nowrap tabular-nums">
              {formatBytes(sizeBytes)}
            </span>
            <span className="-my-1 whitespace-nowrap">
              <ShortDigest digest={digest} className="text-ink-2 max-sm:hidden" />
              <CopyButton
                text={digest}
                label={texts('copyDigest', { name })}
                className="ml-0.5 align-middle"
              />
            </span>
          </li>
        )
      })}
    </ul>
  )
}
