/**
 * What runs in a worker thread: parsing a stranger's text, and colouring one block of code. Answers are JSON, which
 * crosses to the other thread faster than a tree of objects does.
 */
import { parentPort } from 'node:worker_threads'
import { readyMessage, type WorkerAnswer } from '#lib/workers/worker-pool.ts'
import type { Language } from './code-languages.ts'
import { highlightCode } from './highlight-code.ts'
import { type MarkdownOptions, parseMarkdown } from './parse-markdown.ts'

export type MarkdownRequest =
  | { kind: 'parse'; text: string; options: MarkdownOptions }
  | { kind: 'highlight'; code: string; language: Language }

async function answer(request: MarkdownRequest): Promise<WorkerAnswer> {
  try {
    const value =
      request.kind === 'parse'
        ? parseMarkdown(request.text, request.options)
        : await highlightCode(request.code, request.language)
    return { text: JSON.stringify(value) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', async (request: MarkdownRequest) => parentPort?.postMessage(await answer(request)))
parentPort?.postMessage(readyMessage)
