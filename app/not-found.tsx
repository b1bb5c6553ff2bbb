import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '#components/site/message-page.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <MessagePage title="Nothing is published at this address">
      <p>It may have been renamed or removed, or the address has a typing error.</p>
      <p>
        <Link href="/search" className="link">
          See all repositories
        </Link>
      </p>
    </MessagePage>
  )
}
