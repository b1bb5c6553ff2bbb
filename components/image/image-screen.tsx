import { redirect } from 'next/navigation'
import { useTexts } from '#components/language/use-texts.ts'
import type { ImageReference } from '#lib/addresses/image-reference.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import { tagsPath } from '#lib/addresses/tag-routes.ts'
import { LIFECYCLE_ARTIFACT_TYPE, toImageLifecycle } from '#lib/oci/lifecycle.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import { shortenCacheLife } from '#lib/pages/keep-page.ts'
import { findLifecycleNotice, type LifecycleNotice } from '#lib/pages/repository/find-lifecycle-notice.ts'
import { type ImageLinks, toPartPath } from '../parts/image-links.ts'
import { speaksPlainHttp } from '../pull/speaks-plain-http.ts'
import { AnswerNotFound } from '../site/answer-not-found.tsx'
import { AsOfLine } from '../site/as-of-line.tsx'
import { LifecycleBanner } from '../site/lifecycle-banner.tsx'
import { MessagePage } from '../site/message-page.tsx'
import { MissingPage } from '../site/missing-page.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { ImageView } from './image-view.tsx'
import { PartView } from './part-view.tsx'
import { toMissingImage } from './to-missing-image.ts'
import { UnreadableImage } from './unreadable-image.tsx'
import type { VisitedImage } from './visit-image.ts'

/** What stands at `/ALIAS/REPO…?tag=` and `?digest=`. */
export async function ImageScreen({ visited }: { visited: VisitedImage }) {
  const { alias, repositoryName, asOf } = visited
  if (asOf !== null || visited.kind === 'away') await shortenCacheLife()
  switch (visited.kind) {
    case 'no-reference':
    case 'missing':
      return <MissingImage visited={visited} />
    case 'no-repository': {
      const meant = findMeantRepository({ alias, repositoryName })
      if (meant?.isSure) {
        redirect(imagePath(meant.alias, meant.repositoryName, toNamed(visited.links.reference)))
      }
      return <MissingPage alias={alias} name={repositoryName} />
    }
    case 'missing-part':
      return <MissingPart links={visited.links} />
    case 'away':
      return <UnreadableImage alias={alias} repositoryName={repositoryName} reason="unreachable" />
    case 'unreadable':
      return <UnreadableImage alias={alias} repositoryName={repositoryName} reason={visited.reason} />
    case 'found': {
      const { links, page, part } = visited
      if (part !== null && links.reference.part !== null) {
        return <PartView links={links} page={page} part={links.reference.part} shown={part} />
      }
      return (
        <>
          <AsOfLine asOf={asOf} />
          {listNotices(page).map((notice) => (
            <LifecycleBanner
              key={notice.what}
              notice={notice}
              warns={page.repository.endpoint.kind === 'embedded'}
            />
          ))}
          <ImageView links={links} page={page} plainHttp={speaksPlainHttp(page.repository.uri)} />
        </>
      )
    }
  }
}

/** What is said of the image itself, by artifacts that refer to it, and of its repository. */
function listNotices({ attached, repository }: ImagePage): LifecycleNotice[] {
  const stated = (attached ?? []).filter(({ artifactType }) => artifactType === LIFECYCLE_ARTIFACT_TYPE)
  const ofImage = toImageLifecycle(stated.map(({ annotations }) => annotations))
  return [
    findLifecycleNotice('image', ofImage),
    findLifecycleNotice('repository', repository.summary.lifecycle),
  ].filter((notice) => notice !== null)
}

/** The image is there, but has no such part, or not so many pages of it. */
function MissingPart({ links }: { links: ImageLinks }) {
  const texts = useTexts('image')
  return (
    <>
      <MessagePage title={texts('missing.part')}>
        <p>
          <IntentLink href={toPartPath(links, null)} className="link">
            {texts('missing.showImage')}
          </IntentLink>
        </p>
      </MessagePage>
      <AnswerNotFound />
    </>
  )
}

function toNamed({ tag, digest, platform }: ImageReference) {
  return { ...(tag === null ? { digest } : { tag }), platform }
}

/** Tags that may have been meant. */
function NearestTags({ visited }: { visited: Extract<VisitedImage, { kind: 'missing' | 'no-reference' }> }) {
  const texts = useTexts('image')
  if (visited.kind !== 'missing' || visited.what !== 'image' || visited.nearest.length === 0) return null
  const { alias, repositoryName, nearest } = visited
  return (
    <div>
      <p id="nearest">{texts('missing.nearest')}</p>
      <ul aria-labelledby="nearest" className="mt-1 flex flex-wrap gap-x-5 font-mono text-sm">
        {nearest.map((tag) => (
          <li key={tag} className="min-w-0">
            <IntentLink
              href={imagePath(alias, repositoryName, { tag })}
              className="link inline-block min-h-6 min-w-6 wrap-anywhere"
            >
              {tag}
            </IntentLink>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A true 404 that names what is missing, and leads to what is there. */
function MissingImage({ visited }: { visited: Extract<VisitedImage, { kind: 'missing' | 'no-reference' }> }) {
  const { alias, repositoryName } = visited
  const texts = useTexts('image')
  const { key, wanted, place } = toMissingImage(visited)
  const platformless =
    visited.kind === 'missing' && visited.what === 'platform'
      ? imagePath(alias, repositoryName, { ...toNamed(visited.links.reference), platform: null })
      : null
  return (
    <>
      <MessagePage
        title={texts.rich(key, {
          wanted: () => (
            <code key="wanted" className="font-mono">
              {wanted}
            </code>
          ),
          place: () => (
            <code key="place" className="font-mono">
              {place}
            </code>
          ),
        })}
      >
        {platformless ? (
          <p>
            {texts.rich('missing.otherPlatforms', {
              link: (words) => (
                <IntentLink key="link" href={platformless} className="link">
                  {words}
                </IntentLink>
              ),
            })}
          </p>
        ) : (
          <p>{texts('missing.maybe')}</p>
        )}
        <NearestTags visited={visited} />
        <p>
          <IntentLink href={tagsPath(alias, repositoryName)} className="link">
            {texts('tagsOf', { name: toShownText(`${alias}/${repositoryName}`, 160) })}
          </IntentLink>
        </p>
      </MessagePage>
      <AnswerNotFound />
    </>
  )
}
