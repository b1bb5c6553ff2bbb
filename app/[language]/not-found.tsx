import type { Metadata } from 'next'
import { getTexts } from '#components/language/get-texts.ts'
import { useTexts } from '#components/language/use-texts.ts'
import { MessagePage } from '#components/site/message-page.tsx'
import { toMissingMetadata } from '#components/site/to-missing-metadata.ts'
import { IntentLink } from '#components/ui/intent-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const texts = await getTexts('site')
  return toMissingMetadata('', () => texts('missing.address'))
}

export default function NotFound() {
  const texts = useTexts('site')
  return (
    <MessagePage title={texts('missing.address')}>
      <p>{texts('missing.maybe')}</p>
      <p>
        <IntentLink href="/search" className="link">
          {texts('seeAllRepositories')}
        </IntentLink>
      </p>
    </MessagePage>
  )
}
