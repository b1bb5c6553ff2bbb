import type { Root } from 'hast'
import { expect, test } from 'vitest'
import { listElements, readText } from './list-elements.ts'
import { renderPatiently } from './render-patiently.ts'

async function highlight(text: string): Promise<Root> {
  const rendered = await renderPatiently(text, { idPrefix: 'about' })
  if (rendered.kind !== 'tree') throw new Error(`not rendered: ${JSON.stringify(rendered)}`)
  return rendered.tree
}

const listTokens = (tree: Root) =>
  listElements(tree)
    .filter(({ tagName }) => tagName === 'span')
    .map((token) => [token.properties.className, readText(token)])

test('the first text in a language has the colours of every later one', async () => {
  const text = [
    '```go\npackage main\n\nfunc main() {\n\tfmt.Println("x", 1)\n}\n```',
    '```typescript\nexport const a: Map<string, number> = new Map()\n```',
    '```bash\ndocker run -d --name harbor \\\n  -v "$PWD/x:/y" "$(id -u)" # as yourself\n```',
  ].join('\n\n')
  const first = listTokens(await highlight(text))
  expect(first.length).toBeGreaterThan(10)
  expect(listTokens(await highlight(text))).toEqual(first)
})

test('what begins on one line goes on in the next', async () => {
  const tree = await highlight('```python\na = """one\ntwo"""\nthree = 1\n```')
  const strings = listTokens(tree).filter(([className]) => String(className) === 'code-string')
  expect(strings.map(([, token]) => token).join('')).toBe('"""onetwo"""')
})

test('the text of a block stays what it was', async () => {
  const code = 'a:\n  - "b"\n\n  - |\n    c\n'
  const pre = listElements(await highlight(`\`\`\`yaml\n${code}\`\`\``)).find(
    ({ tagName }) => tagName === 'pre',
  )
  expect(pre && readText(pre).trimEnd()).toBe(code.trimEnd())
})
