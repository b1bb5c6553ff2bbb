import { useTexts } from '#components/language/use-texts.ts'
import { tagsPath } from '#lib/addresses/tag-routes.ts'
import type { DistributionErrorKind } from '#lib/oci-client/distribution-error.ts'
import { MessagePage } from '../site/message-page.tsx'
import { IntentLink } from '../ui/intent-link.tsx'

const words = {
  unreachable: 'unreadable.unreachable',
  unauthorized: 'unreadable.unauthorized',
  'too-large': 'unreadable.tooLarge',
  'wrong-digest': 'unreadable.wrongDigest',
  'not-found': 'unreadable.other',
  throttled: 'unreadable.other',
  server: 'unreadable.other',
  invalid: 'unreadable.other',
} as const satisfies Record<DistributionErrorKind, string>

/** What stands in place of an image that is there, perhaps, but cannot be read. */
export function UnreadableImage({
  alias,
  repositoryName,
  reason,
}: {
  alias: string
  repositoryName: string
  reason: DistributionErrorKind
}) {
  const texts = useTexts('image')
  return (
    <MessagePage title={texts('unreadable.title')}>
      <p>{texts(words[reason])}</p>
      <p>
        <IntentLink href={tagsPath(alias, repositoryName)} className="link">
          {texts('tagsOf', { name: `${alias}/${repositoryName}` })}
        </IntentLink>
      </p>
    </MessagePage>
  )
}
