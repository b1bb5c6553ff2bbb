import type { Descriptor } from '#lib/oci/manifest.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount } from '../ui/format-count.ts'
import { Section } from './section.tsx'
import { ShortDigest } from './short-digest.tsx'

const maxFiles = 200

/** What an artifact holds; also the layers of an image whose config cannot be read. */
export function ArtifactFiles({ layers, isImage }: { layers: Descriptor[]; isImage: boolean }) {
  return (
    <Section
      id="files"
      title={isImage ? 'Layers' : 'Files'}
      note={isImage ? 'The configuration cannot be read' : formatCount(layers.length, 'file', 'files')}
    >
      <ul className="text-sm">
        {layers.slice(0, maxFiles).map(({ mediaType, digest, sizeBytes, annotations }, at) => {
          const title = annotations['org.opencontainers.image.title']
          const name = title ? toShownText(title, 200) : mediaType
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a file may stand twice.
              key={at}
              className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 border-b border-rule py-1.5"
            >
              <span className="min-w-0">
                <span className="block font-mono text-xs leading-6 wrap-anywhere">{name}</span>
                {title && (
                  <span className="block font-mono text-xs text-ink-3 wrap-anywhere">{mediaType}</span>
                )}
              </span>
              <span className="text-right font-mono text-xs leading-6 whitespace-nowrap tabular-nums">
                {formatBytes(sizeBytes)}
              </span>
              <span className="-my-1 whitespace-nowrap">
                <ShortDigest digest={digest} className="text-ink-2 max-sm:hidden" />
                <CopyButton
                  text={digest}
                  label={`Copy the digest of ${name}`}
                  className="ml-0.5 align-middle"
                />
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
