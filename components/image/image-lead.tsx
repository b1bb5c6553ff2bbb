import { imagePath } from '#lib/addresses/routes.ts'
import { describeKind, isAttachmentKind } from '#lib/oci/artifact-kind.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Subject } from '#lib/pages/find-subject.ts'
import type { ImagePage } from '#lib/pages/get-image-page.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { describePlatformList } from './describe-platform-list.ts'
import type { ImageLinks } from './image-links.ts'

const maxLicenceLength = 60

/** The first sentence about an image: what it runs on, or what else it is; then when it was made, how large it is, and its licence. */
export function ImageLead({ links, page }: { links: ImageLinks; page: ImagePage }) {
  const { stated, tagged, image } = page
  // Of an image, the sizes stand beside its platforms.
  const sizeBytes = image.platforms.length === 0 ? (image.chosen?.sizeBytes ?? null) : null
  const licence = stated.licence === null ? null : toShownText(stated.licence, maxLicenceLength)
  return (
    <p className="mt-2 max-w-[90ch] wrap-anywhere">
      <What links={links} page={page} />{' '}
      <span className="text-ink-2">
        {describeDates(stated.createdAt, tagged?.pushedAt ?? null)}
        {sizeBytes !== null && <> {formatBytes(sizeBytes)}.</>}
        {licence !== null && (
          <>
            {' '}
            Licence <span className="inline-block max-w-full">{licence}.</span>
          </>
        )}
        {stated.sourceUrl !== null && (
          <>
            {' '}
            <a href={stated.sourceUrl} rel="nofollow ugc noopener noreferrer" className="link">
              Source
            </a>
            {stated.documentationUrl !== null && '\u00a0·'}
          </>
        )}
        {stated.documentationUrl !== null && (
          <>
            {' '}
            <a href={stated.documentationUrl} rel="nofollow ugc noopener noreferrer" className="link">
              Documentation
            </a>
          </>
        )}
      </span>
    </p>
  )
}

function What({ links, page }: { links: ImageLinks; page: ImagePage }) {
  const { image, subject, type } = page
  if (isAttachmentKind(image.kind)) {
    return (
      <>
        {describeKind(image.kind)} of{' '}
        {subject === null ? (
          <>an image that it does not name in a way this page can follow</>
        ) : (
          <SubjectLink links={links} subject={subject} />
        )}
        . It is not an image itself.
      </>
    )
  }
  if (image.kind !== 'image') return <>{type}, not a container image.</>
  return <>{describePlatformList(image.platforms.map(({ platform }) => platform))}</>
}

function SubjectLink({ links, subject }: { links: ImageLinks; subject: Subject }) {
  const { alias, repositoryName } = links
  const { digest, tag, platform } = subject
  const name = tag === null ? `${repositoryName}@${digest.slice(0, 19)}…` : `${repositoryName}:${tag}`
  const target = tag === null ? { digest } : { tag, platform: platform?.key ?? null }
  return (
    <>
      <IntentLink href={imagePath(alias, repositoryName, target)} prefetch={false} className="link">
        {name}
      </IntentLink>
      {tag !== null && platform !== null && <> for {platform.text}</>}
    </>
  )
}

function describeDates(createdAt: string | null, pushedAt: string | null): string {
  const [built, pushed] = [createdAt, pushedAt].map((iso) => (iso === null ? null : formatDate(iso)))
  if (!pushed) return built ? `Built on ${built}.` : ''
  if (!built) return `Pushed on ${pushed}.`
  return built === pushed ? `Built and pushed on ${pushed}.` : `Built on ${built}, pushed on ${pushed}.`
}
