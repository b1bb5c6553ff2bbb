import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '#components/site/message-page.tsx'
import { toMissingMetadata } from '#components/site/to-missing-metadata.ts'

const title = 'Nothing is published at this address'

export const metadata: Metadata = toMissingMetadata(title)

export default function NotFound() {
  return (
    <MessagePage title={title}>
      <p>It may have been renamed or removed, or the address has a typing error.</p>
      <p>
        <Link href="/search" className="link">
          See all repositories
        </Link>
      </p>
    </MessagePage>
  )
}
