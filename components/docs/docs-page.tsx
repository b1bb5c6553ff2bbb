import type { ReactNode } from 'react'
import { PageShell } from '../site/page-shell.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { type Chapter, chapters } from './chapters.ts'

/** One chapter of the docs, with the way to the others and to its own sections. */
export function DocsPage({ chapter, children }: { chapter: Chapter; children: ReactNode }) {
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-x-12 pt-10 lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <nav aria-label="Docs" className="mb-8 text-sm lg:sticky lg:top-20 lg:self-start">
        <ul className="flex flex-wrap gap-x-5 lg:block lg:space-y-1">
          {Object.values(chapters).map((one) => (
            <li key={one.path}>
              <IntentLink
                href={one.path}
                aria-current={one.path === chapter.path ? 'page' : undefined}
                className="inline-block py-1 text-ink-2 hover:text-ink hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-ink"
              >
                {one.title}
              </IntentLink>
              {one.path === chapter.path && <Sections sections={one.sections} />}
            </li>
          ))}
        </ul>
      </nav>
      <div className="max-w-[44rem]">
        <p className="text-sm text-ink-3">{chapter.reader}</p>
        <h1 className="mb-8 text-2xl font-semibold tracking-tight">{chapter.title}</h1>
        {children}
      </div>
    </PageShell>
  )
}

function Sections({ sections }: Pick<Chapter, 'sections'>) {
  return (
    <ul aria-label="On this page" className="mb-2 border-l border-rule pl-3 max-lg:hidden">
      {sections.map(([id, title]) => (
        <li key={id}>
          <a href={`#${id}`} className="inline-block py-1 text-ink-2 hover:text-ink hover:underline">
            {title}
          </a>
        </li>
      ))}
    </ul>
  )
}
