import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import type { RenderedMarkdown } from '#lib/markdown/render-markdown.ts'
import { shortenCacheLife } from '#lib/pages/keep-page.ts'
import { getLog } from '#lib/runtime/log.ts'
import { CodeBlock } from './code-block.tsx'
import { pacedName, paceTree } from './pace-tree.ts'
import { Paced } from './paced.tsx'
import { ScrollingTable } from './scrolling-table.tsx'
import { TaskBox } from './task-box.tsx'
import { TextImage } from './text-image.tsx'
import { translateTree } from './translate-tree.ts'

/** No API takes more; what is behind it says nothing to a reader. */
const maxPlainLength = 60_000

/** A publisher's text, rendered by `renderMarkdown`, as React elements; one that could not be is shown as it was written. */
export function RenderedText({ text, rendered }: { text: string; rendered: RenderedMarkdown }) {
  const texts = useTexts('markdown')
  if (rendered.kind === 'tree') return <TextTree text={text} rendered={rendered} />
  if (rendered.problem) getLog().warn({ err: rendered.problem }, 'A text is shown as it was written.')
  if (rendered.kind === 'plain') return <PlainText text={text} note={texts(`plain.${rendered.reason}`)} />
  return (
    <>
      <Passing />
      <PlainText text={text} note={texts('plain.busy')} />
    </>
  )
}

async function Passing() {
  await shortenCacheLife()
  return null
}

function TextTree({ text, rendered }: { text: string; rendered: RenderedMarkdown & { kind: 'tree' } }) {
  translateTree(rendered.tree, useTexts('markdown'), useLanguage())
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
    <div className="markdown" {...toTextAttributes(text)}>
      {content}
      {rendered.isPassing && <Passing />}
    </div>
  )
}

function PlainText({ text, note }: { text: string; note: string }) {
  const shown = text.slice(0, maxPlainLength).toWellFormed()
  return (
    <div className="markdown">
      <p className="text-sm text-ink-3">{note}</p>
      <p className="whitespace-pre-wrap" {...toTextAttributes(text)}>
        {shown}
      </p>
    </div>
  )
}
