/**
 * Colours the code blocks of a sanitised tree, on the server: each token becomes a `span` with a class, whose
 * colour both themes define. Code comes from strangers, so that its size and the time it takes are bounded; what
 * is beyond the bounds stays plain.
 */
import type { Element, ElementContent, Root } from 'hast'
import type { GrammarState, HighlighterCore } from 'shiki/core'
import { isElement, listElements, readText } from './list-elements.ts'
import { codeTheme, type Language, loadHighlighter, toLanguage } from './load-highlighter.ts'

const maxCodeLength = 12_000
const maxLineLength = 400
/** For all blocks of one text. The first text in a language needs most of it, as its grammar is compiled meanwhile. */
const maxTotalMs = 1_000

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

/**
 * Changes the tree in place. A block without a language, or with an unknown one, stays plain; the classes that
 * named the languages are taken away.
 */
export async function highlightCode(tree: Root): Promise<void> {
  const elements = listElements(tree)
  await highlightBlocks(elements)
  for (const { tagName, properties } of elements) {
    if (tagName === 'code') delete properties.className
  }
}

async function highlightBlocks(elements: Element[]): Promise<void> {
  let leftMs = maxTotalMs
  for (const pre of elements) {
    if (pre.tagName !== 'pre') continue
    const [code] = pre.children
    if (pre.children.length !== 1 || !code || !isElement(code) || code.tagName !== 'code') continue
    const language = toLanguage(readLanguageName(code))
    if (language === null) continue
    const highlighter = await loadHighlighter(language)
    const startedMs = performance.now()
    highlightBlock(highlighter, code, language, startedMs + leftMs)
    leftMs -= performance.now() - startedMs
  }
}

/** The name after the three backticks; empty where there is none. */
function readLanguageName(code: Element): string {
  const [first] = [code.properties.className ?? []].flat()
  return String(first ?? '').replace(/^language-/, '')
}

/** Goes line by line, so that what is reached after the deadline can stay plain. */
function highlightBlock(
  highlighter: HighlighterCore,
  code: Element,
  language: Language,
  deadlineMs: number,
): void {
  const text = readText(code).replace(/\n$/, '')
  if (text.length > maxCodeLength) return
  try {
    let grammarState: GrammarState | undefined
    code.children = text.split('\n').flatMap((line, at) => {
      const newline = at === 0 ? [] : [toText('\n')]
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0) return [...newline, toText(line)]
      const lines = highlighter.codeToTokensBase(line, {
        lang: language,
        theme: codeTheme,
        tokenizeMaxLineLength: maxLineLength,
        tokenizeTimeLimit: leftMs,
        ...(grammarState && { grammarState }),
      })
      grammarState = highlighter.getLastGrammarState(lines)
      const tokens = lines.flat().map((token) => toToken(token.content, classOfColour[token.color ?? '']))
      return [...newline, ...tokens]
    })
  } catch {
    // A grammar that fails on this code takes only the colours away.
  }
}

function toToken(content: string, className: string | undefined): ElementContent {
  if (className === undefined) return toText(content)
  return {
    type: 'element',
    tagName: 'span',
    properties: { className: [className] },
    children: [toText(content)],
  }
}

function toText(value: string): ElementContent {
  return { type: 'text', value }
}
