'use client'

import { useTexts } from '#components/language/use-texts.ts'
import { AttachedLink, attachedPath, SignatureLink } from './attached-link.tsx'
import { useShownTag } from './shown-tag.tsx'
import { SourceLink } from './source-link.tsx'

/** On a phone: who signed, what is attached, licence and source in one line of the placard; a long licence makes it two, and nothing is cut. */
export function ProofLine({ alias, repositoryName }: { alias: string; repositoryName: string }) {
  const texts = useTexts('repositoryTools')
  const { tag, facts } = useShownTag()
  if (tag === null || facts === null) return null
  const path = attachedPath(alias, repositoryName, tag.tag)
  const { attached, licence, sourceUrl } = facts
  return (
    <p className="flex min-h-6 flex-wrap items-center gap-x-3.5 text-sm whitespace-nowrap sm:hidden">
      <SignatureLink facts={facts} path={path} isShort />
      {attached.boms > 0 && <AttachedLink kind="boms" path={path} words={texts('facts.sbom')} />}
      <span className="max-w-full truncate text-ink-2" title={licence ?? undefined}>
        {licence ?? texts('facts.licenceNotStated')}
      </span>
      {sourceUrl !== null && <SourceLink url={sourceUrl} words={texts('facts.source')} />}
    </p>
  )
}
