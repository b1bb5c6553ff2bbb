'use client'

import { useTexts } from '#components/language/use-texts.ts'
import { MessagePage } from '#components/site/message-page.tsx'
import { IntentLink } from '#components/ui/intent-link.tsx'

export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  const texts = useTexts('site')
  // A script that is missing once stays so until the document is loaded again.
  const isIncomplete = error.name === 'ChunkLoadError'
  return (
    <MessagePage title={texts(isIncomplete ? 'failed.incomplete' : 'failed.title')}>
      <p>{texts(isIncomplete ? 'failed.incompleteWords' : 'failed.words')}</p>
      <p className="flex flex-wrap items-center gap-4">
        <button
          type="button"
          onClick={isIncomplete ? () => location.reload() : retry}
          className="h-10 cursor-pointer rounded-md bg-accent px-4 text-on-accent"
        >
          {texts('tryAgain')}
        </button>
        <IntentLink href="/" className="link py-1">
          {texts('home')}
        </IntentLink>
      </p>
      {error.digest && (
        <p className="text-sm text-ink-3">
          {texts.rich('failed.log', {
            code: () => (
              <code key="code" className="font-mono">
                {error.digest}
              </code>
            ),
          })}
        </p>
      )}
    </MessagePage>
  )
}
