import { useTexts } from '#components/language/use-texts.ts'
import { guessTextLanguage } from '#lib/language/guess-text-language.ts'
import type { RenderedMarkdown } from '#lib/markdown/render-markdown.ts'
import { CurrentHeading } from './current-heading.tsx'

/** A text with fewer parts, or a short one, is seen as a whole faster than a list of its parts is read. */
const minHeadings = 3
const minCharacters = 1_500

type Headings = (RenderedMarkdown & { kind: 'tree' })['headings']

interface ListedParts {
  /** Of the publisher. */
  text: string
  headings: Headings
  className: string
}

/** The headings to list for a text; none where a list would help nobody. */
export function listParts(text: string, rendered: RenderedMarkdown): Headings {
  if (rendered.kind !== 'tree' || text.length < minCharacters) return []
  return rendered.headings.length < minHeadings ? [] : rendered.headings
}

/** The parts of a long text, beside it. Where there is a script, the part that is being read is marked. */
export function OnThisPage({ text, headings, className }: ListedParts) {
  const words = useTexts('markdown')('onThisPage')
  if (headings.length === 0) return null
  return (
    <nav aria-label={words} className={`on-this-page ${className}`}>
      <p aria-hidden="true" className="mb-1.5 text-xs text-ink-3">
        {words}
      </p>
      <PartList text={text} headings={headings} />
      <CurrentHeading />
    </nav>
  )
}

/** The same in one line above the text, where there is no room beside it. */
export function FoldedOnThisPage({ text, headings, className }: ListedParts) {
  const words = useTexts('markdown')('onThisPage')
  if (headings.length === 0) return null
  return (
    <details className={`on-this-page-fold ${className}`}>
      <summary>{words}</summary>
      <nav aria-label={words}>
        <PartList text={text} headings={headings} />
      </nav>
    </details>
  )
}

/** A heading of two characters does not tell its language; the text that it stands in does. */
function PartList({ text, headings }: Omit<ListedParts, 'className'>) {
  return (
    <ul className="on-this-page-list" lang={guessTextLanguage(text)}>
      {headings.map(({ id, words, level }) => (
        <li key={id}>
          <a href={`#${encodeURIComponent(id)}`} className={level === 3 ? 'on-this-page-minor' : undefined}>
            {words}
          </a>
        </li>
      ))}
    </ul>
  )
}
