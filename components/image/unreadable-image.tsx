import { tagsPath } from '#lib/addresses/routes.ts'
import type { DistributionErrorKind } from '#lib/oci-client/distribution-error.ts'
import { MessagePage } from '../site/message-page.tsx'
import { IntentLink } from '../ui/intent-link.tsx'

const words: Partial<Record<DistributionErrorKind, string>> = {
  unreachable: 'The registry does not answer at the moment. Come back in a minute.',
  unauthorized: 'The registry does not give this image to everyone.',
  'too-large': 'Its manifest is larger than a manifest may be.',
  'wrong-digest': 'The registry gives other content than this digest names. Do not use it.',
}

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
  return (
    <MessagePage title="This image cannot be read">
      <p>{words[reason] ?? 'What the registry gives under this name is no image that can be shown.'}</p>
      <p>
        <IntentLink href={tagsPath(alias, repositoryName)} className="link">
          Image tags of {alias}/{repositoryName}
        </IntentLink>
      </p>
    </MessagePage>
  )
}
