/**
 * From a publisher's text to a tree that a page can show, without the thread of the pages doing any of the work: parsing
 * and each block of code are requests to a worker, with a deadline. A text that cannot be parsed in time is shown as it
 * was written, a block that cannot be coloured in time stays plain; both are remembered, and cost nothing again.
 */
import { createHash } from 'node:crypto'
import type { ElementContent, Root } from 'hast'
import {
  PoolBusyError,
  WorkExceededError,
  type WorkerPool,
  type WorkLimits,
} from '#lib/workers/worker-pool.ts'
import { type BoundedSet, createBoundedSet } from './bounded-set.ts'
import { toLanguage } from './code-languages.ts'
import { isTooLong } from './find-text-excess.ts'
import { readText } from './list-elements.ts'
import type { TextHeading } from './list-headings.ts'
import { getMarkdownPools } from './markdown-pools.ts'
import type { MarkdownRequest } from './markdown-worker.ts'
import type { MarkdownOptions, ParsedMarkdown } from './parse-markdown.ts'
import type { PlainReason } from './plain-reason.ts'
import { type CodeBlock, takeCodeBlocks } from './take-code-blocks.ts'

export type RenderedMarkdown =
  | {
      kind: 'tree'
      tree: Root
      headings: TextHeading[]
      /** There was too much other work to colour all of its code; later there may be less. */
      isPassing?: boolean
    }
  /** The text has to be shown as it was written, because of `reason`. */
  | { kind: 'plain'; reason: PlainReason; problem?: Error }
  /** The same for now: there was too much other work, or none could be done. */
  | { kind: 'busy'; problem?: Error }

/** Far above what the longest texts need on an idle machine (0.3 s), so that a busy one does not reach it. */
const parseLimits = { deadlineMs: 2_500, waitMs: 2_500 }
/** For all blocks of one text; the first block of a language needs up to 0.3 s for its grammar. */
const highlightDeadlineMs = 2_500
/** What is left for a block must let it end, or it would be remembered for nothing. */
const leastHighlightMs = 500
/** By the clock, for all blocks: nobody waits for colours on a machine that has no time for them. */
const highlightWaitMs = 4_000
/** Of all blocks of one text; each weighs more than a hundred bytes in the page. */
const maxColouredNodes = 4_000

const key = Symbol.for('public-gallery.exceeding-texts')
const maxRemembered = 20_000

/** Never throws. */
export async function renderMarkdown(text: string, options: MarkdownOptions): Promise<RenderedMarkdown> {
  if (text.trim() === '') return { kind: 'tree', tree: { type: 'root', children: [] }, headings: [] }
  if (isTooLong(text)) return { kind: 'plain', reason: 'characters' }
  const name = toKey('text', text, JSON.stringify(options))
  const exceeding = getExceeding()
  if (exceeding.has(name)) return { kind: 'plain', reason: 'slow' }
  const { parsing, colouring } = getMarkdownPools()
  try {
    const request: MarkdownRequest = { kind: 'parse', text, options }
    const parsed = JSON.parse((await parsing.run(request, parseLimits)).text) as ParsedMarkdown
    if (parsed.kind === 'plain') return parsed
    const isComplete = await highlightBlocks(colouring, parsed.tree)
    return isComplete ? parsed : { ...parsed, isPassing: true }
  } catch (error) {
    if (error instanceof PoolBusyError) return { kind: 'busy' }
    if (!(error instanceof WorkExceededError)) return { kind: 'busy', problem: toError(error) }
    exceeding.add(name)
    return { kind: 'plain', reason: 'slow', problem: error }
  }
}

/**
 * A block without a language, or with an unknown one, stays plain, and so does what takes too long.
 * @returns false when more could be coloured at another time
 */
async function highlightBlocks(pool: WorkerPool, tree: Root): Promise<boolean> {
  const endsAt = performance.now() + highlightWaitMs
  let leftMs = highlightDeadlineMs
  let nodes = 0
  for (const block of takeCodeBlocks(tree)) {
    const waitMs = endsAt - performance.now()
    if (leftMs < leastHighlightMs) return true
    if (waitMs <= 0) return false
    const coloured = await highlightBlock(pool, block, { deadlineMs: leftMs, waitMs })
    if (coloured === null) return false
    const { children, tookMs } = coloured
    leftMs -= tookMs
    if (children.length > 0) block.element.children = cutColours(children, maxColouredNodes - nodes)
    nodes += children.length
  }
  return true
}

/** What a file's page can bear: everything of it stands there twice. */
const fileLimits = { deadlineMs: 1_000, waitMs: 1_500 }
const maxFileLength = 32_768
const maxFileNodes = 1_500

/**
 * The text of a file, coloured by what its name says that it is. Never throws.
 * @returns null where it stays plain, and `busy` where it may be coloured at another time
 */
export async function colourFile(name: string, text: string): Promise<ElementContent[] | 'busy' | null> {
  const language = toLanguage(/^(?:Docker|Make)file$/.test(name) ? name : (name.split('.').at(-1) ?? ''))
  if (language === null || text.length > maxFileLength) return null
  const coloured = await highlightBlock(getMarkdownPools().colouring, { code: text, language }, fileLimits)
  if (coloured === null) return 'busy'
  return coloured.children.length === 0 ? null : cutColours(coloured.children, maxFileNodes)
}

/** The first `maxNodes` of a block's nodes as they are, and the words of all others. */
function cutColours(children: ElementContent[], maxNodes: number): ElementContent[] {
  if (children.length <= maxNodes) return children
  const cut = Math.max(maxNodes, 0)
  const rest: Root = { type: 'root', children: children.slice(cut) }
  return [...children.slice(0, cut), { type: 'text', value: readText(rest) }]
}

/** @returns no children where the block stays plain, and null where no worker had time for it */
async function highlightBlock(
  pool: WorkerPool,
  { code, language }: Pick<CodeBlock, 'code' | 'language'>,
  limits: WorkLimits,
): Promise<{ children: ElementContent[]; tookMs: number } | null> {
  const name = toKey('code', code, language)
  const exceeding = getExceeding()
  if (exceeding.has(name)) return { children: [], tookMs: 0 }
  const request: MarkdownRequest = { kind: 'highlight', code, language }
  try {
    const { text, tookMs } = await pool.run(request, limits)
    return { children: JSON.parse(text) as ElementContent[], tookMs }
  } catch (error) {
    if (error instanceof PoolBusyError) return null
    // A grammar that fails on this code takes only the colours away.
    exceeding.add(name)
    return { children: [], tookMs: error instanceof WorkExceededError ? limits.deadlineMs : 0 }
  }
}

/** One for the process: the framework has several copies of this module. */
function getExceeding(): BoundedSet {
  const holder = globalThis as { [key]?: BoundedSet }
  holder[key] ??= createBoundedSet(maxRemembered)
  return holder[key]
}

function toKey(kind: string, text: string, rest: string): string {
  return createHash('sha256').update(`${kind}\n${rest}\n`).update(text).digest('base64')
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
