import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type { Language } from '#lib/language/languages.ts'
import { toSentenceGap } from '#lib/language/sentence-gap.ts'
import type { Texts } from '#lib/language/texts.ts'
import { isAttachmentKind } from '#lib/oci/artifact-kind.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Subject } from '#lib/pages/image/find-subject.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { describePlatformList } from '../ui/describe-platform-list.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { sayPlatform } from '../ui/say-platform.ts'

const maxLicenceLength = 60

/** The first sentence about an image: what it runs on, or what else it is; then when it was made, how large it is, and its licence. */
export function ImageLead({ links, page }: { links: ImageLinks; page: ImagePage }) {
  const texts = useTexts('image')
  const language = useLanguage()
  const gap = toSentenceGap(language)
  const { stated, tagged, image } = page
  // Of an image, the sizes stand beside its platforms.
  const sizeBytes = image.platforms.length === 0 ? (image.chosen?.sizeBytes ?? null) : null
  const licence = stated.licence === null ? null : toShownText(stated.licence, maxLicenceLength)
  return (
    <p className="mt-2 max-w-[90ch] wrap-anywhere sm:col-span-2">
      <What links={links} page={page} />
      <span className="text-ink-2">
        {describeDates(stated.createdAt, tagged?.pushedAt ?? null, { texts, language })}
        {sizeBytes !== null && texts('lead.size', { size: formatBytes(sizeBytes) })}
        {licence !== null &&
          texts.rich('lead.licence', {
            line: (words) => (
              <span key="line" className="inline-block max-w-full">
                {words}
              </span>
            ),
            name: () => (
              <span key="name" translate="no">
                {licence}
              </span>
            ),
          })}
        {stated.sourceUrl !== null && (
          <>
            {gap}
            <a href={stated.sourceUrl} rel="nofollow ugc noopener noreferrer" className="link">
              {texts('lead.source')}
            </a>
            {stated.documentationUrl !== null && '\u00a0·'}
          </>
        )}
        {stated.documentationUrl !== null && (
          <>
            {stated.sourceUrl === null ? gap : ' '}
            <a href={stated.documentationUrl} rel="nofollow ugc noopener noreferrer" className="link">
              {texts('lead.documentation')}
            </a>
          </>
        )}
      </span>
    </p>
  )
}

function What({ links, page: { image, subject } }: { links: ImageLinks; page: ImagePage }) {
  const texts = useTexts('image')
  const ui = useTexts('ui')
  const language = useLanguage()
  if (image.kind === 'image') {
    return describePlatformList(
      image.platforms.map(({ platform }) => platform),
      { texts, ui, language },
    )
  }
  const kind = ui(`kinds.${image.kind}`)
  if (!isAttachmentKind(image.kind)) return texts('lead.artifact', { kind })
  if (subject === null) return texts('lead.attachmentOfUnknown', { kind })
  const target = { kind, image: () => <SubjectLink key="image" links={links} subject={subject} /> }
  if (subject.tag === null || subject.platform === null) return texts.rich('lead.attachment', target)
  const platform = sayPlatform(subject.platform.text, ui)
  return texts.rich('lead.attachmentForPlatform', { ...target, platform })
}

function SubjectLink({ links, subject }: { links: ImageLinks; subject: Subject }) {
  const { alias, repositoryName } = links
  const { digest, tag, platform } = subject
  const name = tag === null ? `${repositoryName}@${digest.slice(0, 19)}…` : `${repositoryName}:${tag}`
  const target = tag === null ? { digest } : { tag, platform: platform?.key ?? null }
  return (
    <IntentLink href={imagePath(alias, repositoryName, target)} prefetch={false} className="link">
      {name}
    </IntentLink>
  )
}

function describeDates(
  createdAt: string | null,
  pushedAt: string | null,
  { texts, language }: { texts: Texts<'image'>; language: Language },
): ReactNode {
  const [built, pushed] = [createdAt, pushedAt].map((iso) =>
    iso === null ? null : formatDate(iso, language),
  )
  // A Japanese date may be broken after its year; it is read as one.
  const date = (words: ReactNode) => (
    <span key={String(words)} className="whitespace-nowrap">
      {words}
    </span>
  )
  if (!pushed) return built ? texts.rich('lead.built', { built, date }) : ''
  if (!built) return texts.rich('lead.pushed', { pushed, date })
  return built === pushed
    ? texts.rich('lead.builtAndPushed', { pushed, date })
    : texts.rich('lead.builtThenPushed', { built, pushed, date })
}
