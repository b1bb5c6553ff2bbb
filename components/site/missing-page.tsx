import { publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import { searchPath } from '#lib/addresses/search-routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import { getPublisher } from '#lib/pages/get-publisher.ts'
import { getTexts } from '../language/get-texts.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { AnswerNotFound } from './answer-not-found.tsx'
import { MessagePage } from './message-page.tsx'

/** An address can have thousands of characters. */
const maxShown = 160

/**
 * What a page gives for a publisher or repository that does not exist, in place of `notFound()`: a true 404
 * whose HTML says what is missing. (A bare `notFound()` in a cached page sends an empty document, which only a
 * script fills.) Without `name` it is the publisher that is missing.
 */
export function MissingPage({ alias, name }: { alias: string; name?: string }) {
  return (
    <>
      <MissingMessage alias={alias} name={name} />
      <AnswerNotFound />
    </>
  )
}

async function MissingMessage({ alias, name }: { alias: string; name: string | undefined }) {
  const texts = await getTexts('site')
  const publisher = await getPublisher(alias)
  const wanted = toShownText(name ?? alias, maxShown)
  const shown = toShownText(name === undefined ? alias : `${alias}/${name}`, maxShown)
  const meant = name === undefined ? null : findMeantRepository({ alias, repositoryName: name })
  return (
    <MessagePage
      title={texts.rich(name === undefined ? 'missing.publisher' : 'missing.repository', {
        name: () => (
          <code key="name" className="font-mono">
            {shown}
          </code>
        ),
      })}
    >
      {meant && (
        <p>
          {texts.rich('missing.meant', {
            link: () => (
              <IntentLink
                key="link"
                href={repositoryPath(meant.alias, meant.repositoryName)}
                className="link"
              >
                {meant.alias}/{meant.repositoryName}
              </IntentLink>
            ),
          })}
        </p>
      )}
      {publisher ? (
        <p>
          {texts.rich('missing.others', {
            count: publisher.repositoryCount,
            link: () => (
              <IntentLink key="link" href={publisherPath(publisher.registryAlias)} className="link">
                {publisher.publisherName}
              </IntentLink>
            ),
          })}
        </p>
      ) : (
        <p>{texts('missing.maybe')}</p>
      )}
      <p>
        <IntentLink href={searchPath({ text: wanted })} className="link">
          {texts('missing.search', { text: wanted })}
        </IntentLink>
      </p>
    </MessagePage>
  )
}
