import type { ReactNode } from 'react'
import { useLanguage } from '#components/language/use-texts.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import type { Concern } from '#lib/language/texts.ts'
import { TextsProvider } from './texts-provider.tsx'

/**
 * Gives the components below it that run in the browser the messages of these page concerns, beside those that it has from further
 * up. They travel with the page: name no more than is needed.
 */
export function BrowserTexts({ concerns, children }: { concerns: readonly Concern[]; children: ReactNode }) {
  const language = useLanguage()
  return (
    <TextsProvider language={language} messages={readMessages(language, concerns)}>
      {children}
    </TextsProvider>
  )
}
