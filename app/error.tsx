'use client'

import { MessagePage } from '#components/site/message-page.tsx'
import { IntentLink } from '#components/ui/intent-link.tsx'

export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  // A script that is missing once stays so until the document is loaded again.
  const isIncomplete = error.name === 'ChunkLoadError'
  return (
    <MessagePage title={isIncomplete ? 'Part of this page did not arrive' : 'This page failed to load'}>
      <p>
        {isIncomplete
          ? 'The connection broke, or the gallery was updated while you were reading. Load the page again.'
          : 'The gallery made a mistake while it put this page together. Nothing is lost. It may work in a moment.'}
      </p>
      <p className="flex flex-wrap items-center gap-4">
        <button
          type="button"
          onClick={isIncomplete ? () => location.reload() : retry}
          className="h-10 cursor-pointer rounded-md bg-accent px-4 text-on-accent"
        >
          Try again
        </button>
        <IntentLink href="/" className="link py-1">
          Go to the home page
        </IntentLink>
      </p>
      {error.digest && (
        <p className="text-sm text-ink-3">
          The log has the details at <code className="font-mono">{error.digest}</code>.
        </p>
      )}
    </MessagePage>
  )
}
