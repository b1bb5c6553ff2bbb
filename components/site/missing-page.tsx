import { publisherPath, repositoryPath, searchPath } from '#lib/addresses/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import { getPublisher } from '#lib/pages/get-publisher.ts'
import { formatCount } from '../ui/format-count.ts'
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
  const publisher = await getPublisher(alias)
  const wanted = toShownText(name ?? alias, maxShown)
  const shown = toShownText(name === undefined ? alias : `${alias}/${name}`, maxShown)
  const meant = name === undefined ? null : findMeantRepository({ alias, repositoryName: name })
  return (
    <MessagePage
      title={
        <>
          No {name === undefined ? 'publisher' : 'repository'} <code className="font-mono">{shown}</code> here
        </>
      }
    >
      {meant && (
        <p>
          There is{' '}
          <IntentLink href={repositoryPath(meant.alias, meant.repositoryName)} className="link">
            {meant.alias}/{meant.repositoryName}
          </IntentLink>
          , though this address names another host.
        </p>
      )}
      {publisher ? (
        <p>
          <IntentLink href={publisherPath(publisher.registryAlias)} className="link">
            {publisher.publisherName}
          </IntentLink>{' '}
          publishes {formatCount(publisher.repositoryCount, 'other repository', 'other repositories')}.
        </p>
      ) : (
        <p>It may have been renamed or removed, or the address has a typing error.</p>
      )}
      <p>
        <IntentLink href={searchPath({ text: wanted })} className="link">
          Search for “{wanted}”
        </IntentLink>
      </p>
    </MessagePage>
  )
}
