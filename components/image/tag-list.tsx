import type { ComponentProps } from 'react'
import { BrowserTexts } from '../language/browser-texts.tsx'
import { LazyTagTable } from './lazy-tag-table.tsx'

const concerns = ['tags'] as const

/** The tag table with the words that it says in the browser. */
export function TagList(props: ComponentProps<typeof LazyTagTable>) {
  return (
    <BrowserTexts concerns={concerns}>
      <LazyTagTable {...props} />
    </BrowserTexts>
  )
}
