import { useTexts } from '#components/language/use-texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import { Section } from '../parts/section.tsx'
import { BoundedPath } from '../ui/bounded-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { sayPlatform } from '../ui/say-platform.ts'

/** The names that never move, with their media types. */
export function DigestSection({ page }: { page: ImagePage }) {
  const texts = useTexts('image')
  const { image, repository } = page
  const { manifest, chosen, digest, sizeBytes } = image
  const isIndex = manifest.kind === 'index'
  const config = chosen?.manifest.config ?? null
  const ui = useTexts('ui')
  const platform = chosen?.platform && sayPlatform(chosen.platform.text, ui)
  return (
    <Section id="digests" title={texts('digests.title')} note={texts('digests.note')}>
      <ul className="text-sm">
        <Row
          name={texts(isIndex ? 'digests.index' : 'digests.manifest')}
          text={digest}
          type={manifest.mediaType}
          bytes={sizeBytes}
        />
        {isIndex && chosen !== null && (
          <Row
            name={platform ? texts('digests.manifestOf', { platform }) : texts('digests.manifest')}
            text={chosen.digest}
            type={chosen.manifest.mediaType}
          />
        )}
        {config !== null && (
          <Row
            name={texts('digests.configuration')}
            text={config.digest}
            type={config.mediaType}
            bytes={config.sizeBytes}
          />
        )}
        {manifest.artifactType !== null && (
          <Row name={texts('digests.artifactType')} text={manifest.artifactType} />
        )}
        {manifest.subject !== null && (
          <Row
            name={texts('digests.attachedTo')}
            text={manifest.subject.digest}
            type={manifest.subject.mediaType}
          />
        )}
        <Row name={texts('digests.pinned')} text={`${repository.uri}@${digest}`} />
      </ul>
    </Section>
  )
}

function Row({ name, text, type, bytes }: { name: string; text: string; type?: string; bytes?: number }) {
  const texts = useTexts('image')
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_2rem] items-start gap-x-3 border-b border-rule py-2 first:pt-0 md:grid-cols-[11rem_minmax(0,1fr)_2rem]">
      <span className="text-ink-2 wrap-anywhere max-md:col-span-2">{name}</span>
      <span className="min-w-0 font-mono text-xs leading-[1.375rem] wrap-anywhere">
        <BoundedPath text={toShownText(text, 512)} />
        {type !== undefined && (
          <span className="block text-ink-3">
            <BoundedPath text={toShownText(type, 255)} />
            {bytes !== undefined && `, ${formatBytes(bytes)}`}
          </span>
        )}
      </span>
      <CopyButton text={text} label={texts('digests.copy', { name })} className="-mt-1" />
    </li>
  )
}
