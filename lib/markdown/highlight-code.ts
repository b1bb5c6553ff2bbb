/**
 * Colours a block of code: each token becomes a `span` with a class, whose colour both themes define. A grammar is a
 * set of expressions, and a stranger's code can make one of them run for very long; this runs where it can be ended.
 */
import type { ElementContent } from 'hast'
import type { Language } from './code-languages.ts'
import { codeTheme, loadHighlighter } from './load-highlighter.ts'

const maxLineLength = 400

/** The theme's variables, and the class that each becomes. The ground colour needs none. */
const classOfColour: Record<string, string> = {
  'var(--code-token-constant)': 'code-constant',
  'var(--code-token-string)': 'code-string',
  'var(--code-token-string-expression)': 'code-string',
  'var(--code-token-comment)': 'code-comment',
  'var(--code-token-keyword)': 'code-keyword',
  'var(--code-token-parameter)': 'code-parameter',
  'var(--code-token-function)': 'code-function',
  'var(--code-token-link)': 'code-string',
  'var(--code-token-inserted)': 'code-inserted',
  'var(--code-token-deleted)': 'code-deleted',
  'var(--code-token-changed)': 'code-keyword',
}

/** What the block consists of, with its colours. Neighbours of one colour are one node. */
export async function highlightCode(code: string, language: Language): Promise<ElementContent[]> {
  const highlighter = await loadHighlighter(language)
  const lines = highlighter.codeToTokensBase(code, {
    lang: language,
    theme: codeTheme,
    tokenizeMaxLineLength: maxLineLength,
    tokenizeTimeLimit: 0,
  })
  const parts: { text: string; className: string | undefined }[] = []
  lines.forEach((tokens, at) => {
    const newline = at === 0 ? [] : [{ content: '\n', color: '' }]
    for (const { content, color } of [...newline, ...tokens]) {
      const last = parts.at(-1)
      const className = classOfColour[color ?? '']
      if (last && last.className === className) last.text += content
      else parts.push({ text: content, className })
    }
  })
  return parts.map(({ text, className }) => toNode(text, className))
}

function toNode(value: string, className: string | undefined): ElementContent {
  const text = { type: 'text' as const, value }
  if (className === undefined) return text
  return { type: 'element', tagName: 'span', properties: { className: [className] }, children: [text] }
}
