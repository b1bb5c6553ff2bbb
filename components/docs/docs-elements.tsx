/** What the tags in the messages of the docs become. */
import type { ReactNode } from 'react'

// A message may have several of them, which differ in their words.
export const docsElements = {
  code: (words: ReactNode) => <code key={`code ${words}`}>{words}</code>,
  strong: (words: ReactNode) => (
    <strong key={`strong ${words}`} className="font-semibold text-ink">
      {words}
    </strong>
  ),
}
