import type { Element } from 'hast'
import type { ComponentProps } from 'react'
import { useTexts } from '#components/language/use-texts.ts'

/** A table that scrolls in its own box where it is wider than the text. */
export function ScrollingTable({
  node: _,
  ...table
}: ComponentProps<'table'> & { node?: Element | undefined }) {
  const texts = useTexts('markdown')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: a section would be a landmark of its own.
    <div className="table-box" role="group" aria-label={texts('table')} tabIndex={0}>
      <table {...table} />
    </div>
  )
}
