/** For tests, which run on machines with much to do: renders again while something is left out for other work. */
import type { MarkdownOptions } from './parse-markdown.ts'
import { type RenderedMarkdown, renderMarkdown } from './render-markdown.ts'

const maxAttempts = 5

/** As `renderMarkdown`, whose answer on a machine with time for it this is. */
export async function renderPatiently(text: string, options: MarkdownOptions): Promise<RenderedMarkdown> {
  for (let attempt = 1; ; attempt++) {
    const rendered = await renderMarkdown(text, options)
    const isPassing = rendered.kind === 'busy' || (rendered.kind === 'tree' && rendered.isPassing)
    if (!isPassing || attempt === maxAttempts) return rendered
  }
}
