import { useTexts } from '#components/language/use-texts.ts'
import { SearchHints } from '../search/search-hints.tsx'
import { CommandBlock } from '../site/command-block.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { docsElements } from './docs-elements.tsx'
import { DocsSection } from './docs-section.tsx'
import { PullFailures } from './pull-failures.tsx'
import { WhomToAsk } from './whom-to-ask.tsx'

/** What a visitor wants to know: how to find, pull and judge an image, and what to do when that fails. */
export function VisitorChapter({
  registryHost,
  verifiedBy,
  contact,
}: {
  /** As it stands in image references. */
  registryHost: string
  /** Who gives the verified mark: the people who run this gallery, Amazon, or each for its own source. */
  verifiedBy: 'operator' | 'amazon' | 'both'
  /** Where the operator is reached; null where that is not said. */
  contact: string | null
}) {
  const texts = useTexts('docs')
  const contents = useTexts('contents')
  return (
    <>
      <DocsSection id="find">
        <p>
          {texts.rich('find.search', {
            kbd: (key) => (
              <kbd key="kbd" className="rounded-sm border border-rule-strong px-1 font-mono text-xs">
                {key}
              </kbd>
            ),
          })}
        </p>
        <SearchHints wide />
        <p>{texts('find.views')}</p>
      </DocsSection>
      <DocsSection id="pull">
        <p>{texts.rich('pulling.page', docsElements)}</p>
        <CommandBlock
          text={`docker pull ${registryHost}/ALIAS/REPOSITORY:TAG`}
          label={texts('pulling.form')}
        />
        <p>{texts('pulling.tags')}</p>
      </DocsSection>
      <DocsSection id="fails">
        <p>{texts('failuresAre')}</p>
        <PullFailures />
      </DocsSection>
      <DocsSection id="verified">
        <p className="flex flex-wrap items-center gap-x-2">
          <VerifiedMark words />
          <span>{texts('verified.mark')}</span>
        </p>
        <p>{texts(`verified.by.${verifiedBy}`)}</p>
        <p>{texts('verified.meaning')}</p>
      </DocsSection>
      <DocsSection id="marks">
        <p>{texts.rich('marks.signed', docsElements)}</p>
        <p>{texts.rich('marks.sbom', docsElements)}</p>
        <p>{texts.rich('marks.stated', docsElements)}</p>
        <p>{texts.rich('marks.deprecated', docsElements)}</p>
        <p>{texts.rich('marks.history', docsElements)}</p>
        <p>{texts.rich('marks.pulls', docsElements)}</p>
      </DocsSection>
      <DocsSection id="inside">
        <p>{texts.rich('inside.packages', docsElements)}</p>
        <p>{texts.rich('inside.vulnerabilities', docsElements)}</p>
        <p>{texts.rich('inside.grade', { ...docsElements, rule: contents('grade.rule') })}</p>
      </DocsSection>
      <DocsSection id="ask">
        <WhomToAsk contact={contact} />
      </DocsSection>
    </>
  )
}
