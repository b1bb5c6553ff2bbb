import type { ComponentProps } from 'react'
import { BrowserTexts } from '../language/browser-texts.tsx'
import { TagTable } from './tag-table.tsx'

const concerns = ['tags'] as const

/**
 * The tag table with the words that it says in the browser. Only the routes of the Image tags tab name it: what a component of the
 * server names, the whole route loads.
 */
export function TagList(props: ComponentProps<typeof TagTable>) {
  return (
    <BrowserTexts concerns={concerns}>
      <TagTable {...props} />
    </BrowserTexts>
  )
}
