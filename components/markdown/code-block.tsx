import type { Element } from 'hast'
import type { ComponentProps } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { readText } from '#lib/markdown/list-elements.ts'

/** A block of code that scrolls in its own box, and is copied whole. */
export function CodeBlock({ node, children }: ComponentProps<'pre'> & { node?: Element | undefined }) {
  const texts = useTexts('markdown')
  const text = node ? readText(node).replace(/\n$/, '') : ''
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{children}</pre>
      {text !== '' && <CopyButton text={text} label={texts('copyCode')} className="code-block-copy" />}
    </div>
  )
}
