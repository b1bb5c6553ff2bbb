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
  return (
    <MessagePage title="This page could not be made">
      <p>
        The gallery met an error while reading the registry. Nothing is lost; the page may work again in a
        moment.
      </p>
      <p className="flex flex-wrap items-center gap-4">
        <button
          type="button"
          onClick={retry}
          className="h-10 cursor-pointer rounded-md bg-accent px-4 text-on-accent"
        >
          Try again
        </button>
        <IntentLink href="/" className="link py-1">
          Go to the first page
        </IntentLink>
      </p>
      {error.digest && (
        <p className="text-sm text-ink-3">
          The log has the details under <code className="font-mono">{error.digest}</code>.
        </p>
      )}
    </MessagePage>
  )
}
