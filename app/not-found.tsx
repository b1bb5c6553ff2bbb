import type { Metadata } from 'next'
import { MessagePage } from '#components/site/message-page.tsx'
import { toMissingMetadata } from '#components/site/to-missing-metadata.ts'
import { IntentLink } from '#components/ui/intent-link.tsx'

const title = 'Nothing is published at this address'

export const metadata: Metadata = toMissingMetadata(title)

export default function NotFound() {
  return (
    <MessagePage title={title}>
      <p>It may have been renamed or removed, or the address has a typing error.</p>
      <p>
        <IntentLink href="/search" className="link">
          See all repositories
        </IntentLink>
      </p>
    </MessagePage>
  )
}
