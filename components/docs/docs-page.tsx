import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { PageShell } from '../site/page-shell.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { CHAPTER_NAMES, type ChapterName, chapters, type SectionId } from './chapters.ts'

/** One chapter of the docs, with the way to the others and to its own sections. */
export function DocsPage({ chapter, children }: { chapter: ChapterName; children: ReactNode }) {
  const texts = useTexts('docs')
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-x-12 pt-10 lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <nav aria-label={texts('docs')} className="mb-8 text-sm lg:sticky lg:top-20 lg:self-start">
        <ul className="flex flex-wrap gap-x-5 lg:block lg:space-y-1">
          {CHAPTER_NAMES.map((one) => (
            <li key={one}>
              <IntentLink
                href={chapters[one].path}
                aria-current={one === chapter ? 'page' : undefined}
                className="inline-block py-1 text-ink-2 hover:text-ink hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-ink"
              >
                {texts(`chapters.${one}.title`)}
              </IntentLink>
              {one === chapter && <Sections ids={chapters[one].sections} />}
            </li>
          ))}
        </ul>
      </nav>
      <div className="max-w-[44rem]">
        <p className="text-sm text-ink-3">{texts(`chapters.${chapter}.reader`)}</p>
        <h1 className="mb-8 text-2xl font-semibold tracking-tight">{texts(`chapters.${chapter}.title`)}</h1>
        {children}
      </div>
    </PageShell>
  )
}

function Sections({ ids }: { ids: readonly SectionId[] }) {
  const texts = useTexts('docs')
  return (
    <ul
      aria-label={useTexts('markdown')('onThisPage')}
      className="mb-2 border-l border-rule pl-3 max-lg:hidden"
    >
      {ids.map((id) => (
        <li key={id}>
          <a href={`#${id}`} className="inline-block py-1 text-ink-2 hover:text-ink hover:underline">
            {texts(`sections.${id}`)}
          </a>
        </li>
      ))}
    </ul>
  )
}
