import './markdown.css'
import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { highlightCode } from '#lib/markdown/highlight-code.ts'
import { parseMarkdown } from '#lib/markdown/parse-markdown.ts'
import { CodeBlock } from './code-block.tsx'
import { ScrollingTable } from './scrolling-table.tsx'
import { TaskBox } from './task-box.tsx'

/**
 * A publisher's text, as React elements. A text that cannot be rendered is shown as it was written.
 * `idPrefix` stands before every id in the text; two texts of one page need two of them.
 */
export async function Markdown({ text, idPrefix }: { text: string; idPrefix: string }) {
  const parsed = parseMarkdown(text, { idPrefix })
  if (parsed.kind === 'plain') return <PlainText text={text} reason={parsed.reason} />
  await highlightCode(parsed.tree)
  const content = toJsxRuntime(parsed.tree, {
    Fragment,
    jsx,
    jsxs,
    components: { pre: CodeBlock, table: ScrollingTable, input: TaskBox },
    ignoreInvalidStyle: true,
    passNode: true,
  })
  return <div className="markdown">{content}</div>
}

function PlainText({ text, reason }: { text: string; reason: string }) {
  return (
    <div className="markdown">
      <p className="text-sm text-ink-3">This text is shown as it was written, because it has {reason}.</p>
      <p className="whitespace-pre-wrap">{text.toWellFormed()}</p>
    </div>
  )
}
