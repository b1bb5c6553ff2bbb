/**
 * Grammars are expressions that others wrote, and nobody has proved what they cost. Each language is given code that
 * looks like what makes expressions try everything again, in lines of growing length: whatever it costs, it costs the
 * deadline at most, none of it in the thread of the pages, and the code is shown.
 */
import { expect, test } from 'vitest'
import { languages } from './code-languages.ts'
import { listElements, readText } from './list-elements.ts'
import { renderMarkdown } from './render-markdown.ts'

const baits = ['*', '.a ', 'a ', '(', 'a<a<', '"\\', '${', 'a.b::', '#{', '<<A ', '[', ' \t', '::', '@a(']
const lengths = [25, 50, 100, 390]
/** By the clock, on a machine so busy that everything takes as long as it may before it is given up. */
const maxMs = 45_000

const blocks = baits.map((bait) =>
  lengths.map((length) => `a${bait.repeat(Math.ceil(length / bait.length))}`).join('\n'),
)

test.each(languages)(
  'no code in %s costs a visitor more than the deadline',
  async (language) => {
    const text = blocks.map((code) => `~~~~${language}\n${code}\n~~~~`).join('\n\n')
    const before = process.threadCpuUsage()
    const startedMs = performance.now()
    const rendered = await renderMarkdown(text, { idPrefix: 'x' })
    const tookMs = performance.now() - startedMs
    const { user, system } = process.threadCpuUsage(before)
    if (rendered.kind !== 'tree') throw new Error(`not rendered: ${JSON.stringify(rendered)}`)
    const shown = listElements(rendered.tree).filter(({ tagName }) => tagName === 'pre')
    expect(shown.map((pre) => readText(pre).replace(/\n$/, ''))).toEqual(blocks)
    expect(tookMs).toBeLessThan(maxMs)
    // All of it together, in many turns: asking, and reading the answers.
    expect((user + system) / 1000).toBeLessThan(250)
  },
  60_000,
)
