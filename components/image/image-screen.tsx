import Link from 'next/link'
import { redirect } from 'next/navigation'
import type { ImageAddress, ImageReference } from '#lib/addresses/image-reference.ts'
import { imagePath, tagsPath } from '#lib/addresses/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import { getImagePage } from '#lib/pages/get-image-page.ts'
import { shortenCacheLife } from '#lib/pages/shorten-cache-life.ts'
import { visit } from '#lib/runtime/visit.ts'
import { speaksPlainHttp } from '../repository/speaks-plain-http.ts'
import { AnswerNotFound } from '../site/answer-not-found.tsx'
import { AsOfLine } from '../site/as-of-line.tsx'
import { MessagePage } from '../site/message-page.tsx'
import { MissingPage } from '../site/missing-page.tsx'
import { type ImageLinks, toPartPath } from './image-links.ts'
import { ImageView } from './image-view.tsx'
import { PartView, toShownPart } from './part-view.tsx'
import { UnreadableImage } from './unreadable-image.tsx'

/** What stands at `/ALIAS/REPO…?tag=` and `?digest=`. */
export async function ImageScreen({ alias, repositoryName, reference }: ImageAddress) {
  if (reference === null) return <MissingImage alias={alias} repositoryName={repositoryName} wanted={null} />
  const { result, asOf } = await visit(() => getImagePage(alias, repositoryName, reference))
  if (asOf !== null || result.kind === 'away') await shortenCacheLife()
  switch (result.kind) {
    case 'no-repository': {
      const meant = findMeantRepository({ alias, repositoryName })
      if (meant?.isSure) redirect(imagePath(meant.alias, meant.repositoryName, toNamed(reference)))
      return <MissingPage alias={alias} name={repositoryName} />
    }
    case 'missing':
      return (
        <MissingImage
          alias={alias}
          repositoryName={repositoryName}
          wanted={reference.digest ?? reference.tag}
          {...(result.what === 'platform' ? { reference } : {})}
        />
      )
    case 'away':
      return <UnreadableImage alias={alias} repositoryName={repositoryName} reason="unreachable" />
    case 'unreadable':
      return <UnreadableImage alias={alias} repositoryName={repositoryName} reason={result.reason} />
    case 'found': {
      const links = { alias, repositoryName, reference }
      const { page } = result
      if (reference.part === null) {
        return (
          <>
            <AsOfLine asOf={asOf} />
            <ImageView links={links} page={page} plainHttp={speaksPlainHttp(page.repository.uri)} />
          </>
        )
      }
      const shown = toShownPart(links, page, reference.part)
      return shown === null ? (
        <MissingPart links={links} />
      ) : (
        <PartView links={links} page={page} part={reference.part} shown={shown} />
      )
    }
  }
}

/** The image is there, but has no such part, or not so many pages of it. */
function MissingPart({ links }: { links: ImageLinks }) {
  return (
    <>
      <MessagePage title="This image has no such part">
        <p>
          <Link href={toPartPath(links, null)} className="link">
            Show the image
          </Link>
        </p>
      </MessagePage>
      <AnswerNotFound />
    </>
  )
}

function toNamed({ tag, digest, platform }: ImageReference) {
  return { ...(tag === null ? { digest } : { tag }), platform }
}

/** A true 404 that names what is missing, and leads to what is there. */
function MissingImage({
  alias,
  repositoryName,
  wanted,
  reference,
}: {
  alias: string
  repositoryName: string
  /** Null for what cannot be a tag or a digest. */
  wanted: string | null
  /** Given when there is the image, but not for the platform. */
  reference?: ImageReference
}) {
  const name = toShownText(`${alias}/${repositoryName}`, 160)
  const what = wanted?.includes(':') ? 'image' : 'tag'
  return (
    <>
      <MessagePage
        title={
          <>
            {wanted === null ? (
              'No such tag or digest'
            ) : (
              <>
                No {reference ? 'platform' : what}{' '}
                <code className="font-mono">{toShownText(reference?.platform ?? wanted, 160)}</code>
              </>
            )}{' '}
            in{' '}
            <code className="font-mono">
              {reference ? `${name}${reference.tag === null ? '@' : ':'}${wanted}` : name}
            </code>
          </>
        }
      >
        {reference ? (
          <p>
            The image is there, but not for this platform.{' '}
            <Link
              href={imagePath(alias, repositoryName, { ...toNamed(reference), platform: null })}
              className="link"
            >
              Show its platforms
            </Link>
          </p>
        ) : (
          <p>It may have been deleted or moved, or the address has a typing error.</p>
        )}
        <p>
          <Link href={tagsPath(alias, repositoryName)} className="link">
            Image tags of {name}
          </Link>
        </p>
      </MessagePage>
      <AnswerNotFound />
    </>
  )
}
