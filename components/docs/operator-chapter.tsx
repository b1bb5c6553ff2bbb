import type { Route } from 'next'
import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { CommandBlock } from '../site/command-block.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { Definitions } from './definitions.tsx'
import { docsElements } from './docs-elements.tsx'
import { DocsSection } from './docs-section.tsx'

const account = `npm run registry -- account create --display-name "Tidewater Systems"
npm run registry -- alias add --account ACCOUNT --name tidewater --primary`
const verify = 'npm run registry -- registry verify --account ACCOUNT'
const describe = `npm run registry -- registry describe --account ACCOUNT \\
    --description "Small, dependable data tools." --website https://tidewater.example`

const documents = ['operating', 'configuration', 'limits', 'aliases', 'audit', 'sync'] as const

/** What somebody who runs a gallery decides, in short; the documents of the project have the rest. */
export function OperatorChapter() {
  const texts = useTexts('docs')
  const toLink = (href: Route) => (words: ReactNode) => (
    <IntentLink key={href} href={href} className="link">
      {words}
    </IntentLink>
  )
  return (
    <>
      <DocsSection id="give">
        <p>{texts('operate.account')}</p>
        <CommandBlock text={account} label={texts('operate.accountLabel')} />
        <p>{texts('operate.verify')}</p>
        <CommandBlock text={verify} label={texts('operate.verifyLabel')} />
        <p>{texts('operate.describe')}</p>
        <CommandBlock text={describe} label={texts('operate.describeLabel')} />
        <p>{texts('operate.amazon')}</p>
      </DocsSection>
      <DocsSection id="tell">
        <p>
          {texts.rich('operate.contact', {
            ...docsElements,
            ask: toLink('/docs#ask'),
            status: toLink('/status'),
          })}
        </p>
      </DocsSection>
      <DocsSection id="read">
        <p>{texts('operate.folder')}</p>
        <Definitions
          rows={documents.map((name) => [`docs/${name}.md`, texts(`operate.documents.${name}`)])}
        />
      </DocsSection>
    </>
  )
}
