import { redirect } from 'next/navigation'
import { comparisonPath } from '#lib/addresses/routes.ts'
import { tagsPath } from '#lib/addresses/tag-routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import { shortenCacheLife } from '#lib/pages/keep-page.ts'
import { UnreadableImage } from '../image/unreadable-image.tsx'
import { getTexts } from '../language/get-texts.ts'
import { AnswerNotFound } from '../site/answer-not-found.tsx'
import { AsOfLine } from '../site/as-of-line.tsx'
import { MessagePage } from '../site/message-page.tsx'
import { MissingPage } from '../site/missing-page.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { ComparisonView } from './comparison-view.tsx'
import { toMissingComparison } from './to-missing-comparison.ts'
import type { VisitedComparison } from './visit-comparison.ts'

/** What stands at `/ALIAS/REPO…?compare=&with=`. */
export async function ComparisonScreen({ visited }: { visited: VisitedComparison }) {
  const texts = await getTexts('compare')
  const image = await getTexts('image')
  const { address, result, asOf } = visited
  const { alias, repositoryName } = address
  if (asOf !== null || result.kind === 'unreadable') await shortenCacheLife()
  switch (result.kind) {
    case 'found':
      return (
        <>
          <AsOfLine asOf={asOf} />
          <ComparisonView alias={alias} comparison={result.comparison} />
        </>
      )
    case 'no-repository': {
      const meant = findMeantRepository({ alias, repositoryName })
      if (meant?.isSure && address.from && address.to) {
        redirect(
          comparisonPath(meant.alias, meant.repositoryName, {
            from: address.from.tag ?? address.from.digest,
            to: address.to.tag ?? address.to.digest,
            platform: address.platform,
          }),
        )
      }
      return <MissingPage alias={alias} name={repositoryName} />
    }
    case 'unreadable':
      return <UnreadableImage alias={alias} repositoryName={repositoryName} reason={result.reason} />
    default:
      return (
        <>
          <MessagePage title={toMissingComparison(visited, texts)}>
            <p>
              <IntentLink href={tagsPath(alias, repositoryName)} className="link">
                {image('tagsOf', { name: toShownText(`${alias}/${repositoryName}`, 160) })}
              </IntentLink>
            </p>
          </MessagePage>
          <AnswerNotFound />
        </>
      )
  }
}
