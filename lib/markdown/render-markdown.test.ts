/** What visitors rely on: no text stops the gallery, and one that cannot be read in time is shown all the same. */
import type { Element } from 'hast'
import { expect, test } from 'vitest'
import { isElement, listElements, readText } from './list-elements.ts'
import { type RenderedMarkdown, renderMarkdown } from './render-markdown.ts'
import { renderPatiently } from './render-patiently.ts'

const options = { idPrefix: 'about' }
const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``

/** Forever in one expression of JavaScript; each of them is a few dozen characters. */
const hanging = {
  'C++': fence('cpp', `a${'*'.repeat(40)}`),
  'C#': fence('csharp', '.a '.repeat(30)),
}

function requireTree(rendered: RenderedMarkdown): Element[] {
  if (rendered.kind !== 'tree') throw new Error(`not rendered: ${JSON.stringify(rendered)}`)
  return listElements(rendered.tree)
}

const countColours = (elements: Element[]) =>
  elements.filter(({ properties }) => String(properties.className).startsWith('code-')).length

test.each(Object.entries(hanging))(
  'code that no expression gets through, in %s, is shown',
  async (_, code) => {
    const text = `# Before\n\n${code}\n\n## After\n\n${fence('sh', 'export A="b"')}`
    const before = process.threadCpuUsage()
    const elements = requireTree(await renderMarkdown(text, options))
    const { user, system } = process.threadCpuUsage(before)
    expect(elements.filter(({ tagName }) => tagName === 'pre').map(readText)[0]).toContain(
      String(code.split('\n')[1]),
    )
    expect(elements.map(({ tagName }) => tagName)).toEqual(expect.arrayContaining(['h2', 'h3', 'pre']))
    // Seconds, if any of it ran in this thread.
    expect((user + system) / 1000).toBeLessThan(150)
  },
)

test('a text with more code than there is time for keeps its words, and the page is answered', async () => {
  const blocks = Array.from({ length: 60 }, (_, at) => fence('cpp', `${at}\na${'*'.repeat(390)}`))
  const elements = requireTree(await renderMarkdown(blocks.join('\n\n'), options))
  expect(elements.filter(({ tagName }) => tagName === 'pre')).toHaveLength(60)
})

test('colours are bounded in number: the rest of the code is plain, and nothing of it is lost', async () => {
  const code = Array.from({ length: 200 }, (_, at) => `const a${at}: Map<A, B> = f("x", ${at}, [a.b])`)
  const text = [fence('ts', code.join('\n')), fence('ts', code.toReversed().join('\n'))].join('\n\n')
  const elements = requireTree(await renderPatiently(text, options))
  const blocks = elements.filter(({ tagName }) => tagName === 'pre')
  expect(blocks.map((pre) => readText(pre).trimEnd().split('\n').length)).toEqual([200, 200])
  expect(countColours(elements)).toBeGreaterThan(500)
  expect(countColours(elements)).toBeLessThan(4_000)
})

test('the class that names a language is gone, also where the code stays plain', async () => {
  const elements = requireTree(await renderMarkdown(fence('nolanguage', 'a'), options))
  expect(elements.find(isElement)?.properties.className).toBeUndefined()
  expect(elements.map(({ properties }) => properties.className).filter(Boolean)).toEqual([])
})

test('a text that no API would have taken costs nothing', async () => {
  expect(await renderMarkdown('a'.repeat(10_000_000), options)).toEqual({
    kind: 'plain',
    reason: 'characters',
  })
})
