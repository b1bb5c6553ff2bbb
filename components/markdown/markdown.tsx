import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import type { RenderedMarkdown } from '#lib/markdown/render-markdown.ts'
import { shortenCacheLife } from '#lib/pages/keep-page.ts'
import { getLog } from '#lib/runtime/log.ts'
import { CodeBlock } from './code-block.tsx'
import { pacedName, paceTree } from './pace-tree.ts'
import { Paced } from './paced.tsx'
import { ScrollingTable } from './scrolling-table.tsx'
import { TaskBox } from './task-box.tsx'
import { TextImage } from './text-image.tsx'

/** No API takes more; what is behind it says nothing to a reader. */
const maxPlainLength = 60_000

/** A publisher's text, rendered by `renderMarkdown`, as React elements; one that could not be is shown as it was written. */
export function RenderedText({ text, rendered }: { text: string; rendered: RenderedMarkdown }) {
  if (rendered.kind === 'tree') return <TextTree rendered={rendered} />
  if (rendered.problem) getLog().warn({ err: rendered.problem }, 'A text is shown as it was written.')
  if (rendered.kind === 'plain') return <PlainText text={text} because={`it has ${rendered.reason}`} />
  return (
    <>
      <Passing />
      <PlainText text={text} because="the gallery has much to do; in a moment it has its form" />
    </>
  )
}

async function Passing() {
  await shortenCacheLife()
  return null
}

function TextTree({ rendered }: { rendered: RenderedMarkdown & { kind: 'tree' } }) {
  paceTree(rendered.tree)
  const content = toJsxRuntime(rendered.tree, {
    Fragment,
    jsx,
    jsxs,
    components: { pre: CodeBlock, table: ScrollingTable, input: TaskBox, img: TextImage, [pacedName]: Paced },
    ignoreInvalidStyle: true,
    passNode: true,
  })
  return (
    <div className="markdown">
      {content}
      {rendered.isPassing && <Passing />}
    </div>
  )
}

function PlainText({ text, because }: { text: string; because: string }) {
  const shown = text.slice(0, maxPlainLength).toWellFormed()
  return (
    <div className="markdown">
      <p className="text-sm text-ink-3">This text is shown as it was written, because {because}.</p>
      <p className="whitespace-pre-wrap">{shown}</p>
    </div>
  )
}
