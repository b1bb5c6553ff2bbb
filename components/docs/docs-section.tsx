import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import type { SectionId } from './chapters.ts'

export function DocsSection({ id, children }: { id: SectionId; children: ReactNode }) {
  const texts = useTexts('docs')
  return (
    <section
      aria-labelledby={id}
      className="mt-10 border-t border-rule pt-8 first:mt-0 first:border-0 first:pt-0"
    >
      <h2 id={id} className="mb-2 text-xl font-semibold">
        {texts(`sections.${id}`)}
      </h2>
      <div className="space-y-3 text-ink-2 [&_code]:font-mono [&_code]:text-[0.93em] [&_code]:text-ink">
        {children}
      </div>
    </section>
  )
}
