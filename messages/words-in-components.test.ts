/** Guards that no component has a text of its own, between its tags or in what is read aloud: every word of the interface is a message. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

const spokenAttributes = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt'])
/** Their content is the same in every language. */
const codeElements = new Set(['code', 'pre', 'kbd', 'samp'])

interface Node {
  type?: string
  [member: string]: unknown
}

/** @returns such as `Search` for `<b>Search</b>`; none for names, addresses and signs */
function listWords(source: string): string[] {
  const found: string[] = []
  const note = (text: string) => {
    if (/\p{L}{2}/u.test(text) && text !== 'Public Gallery' && !text.startsWith('/')) found.push(text)
  }
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    // Members of a list are visited as those of a node.
    const node = value as Node
    if (node.type === 'JSXElement' && codeElements.has(readName(node.openingElement))) return
    if (node.type === 'JSXText') note(String(node.value).trim())
    if (node.type === 'JSXAttribute' && spokenAttributes.has(readName(node))) {
      const { type, value: text } = (node.value ?? {}) as Node
      if (type === 'Literal') note(String(text))
    }
    for (const member of Object.values(node)) visit(member)
  }
  visit(parseSync('component.tsx', source).program)
  return found
}

/** What an error says is English, for logs and the API: a page says what it is by a code (`lib/sources/say-failure.ts`). */
function listSpokenErrors(source: string): string[] {
  const found: string[] = []
  const isOfError = (name: unknown) => name === 'message' || name === 'stack'
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const node = value as Node
    const key = node.type === 'MemberExpression' ? node.property : node.key
    const isRead = node.type === 'MemberExpression' || node.type === 'Property'
    if (isRead && isOfError(((key ?? {}) as Node).name)) found.push(String(((key ?? {}) as Node).name))
    for (const member of Object.values(node)) visit(member)
  }
  visit(parseSync('component.tsx', source).program)
  return found
}

function readName(node: unknown): string {
  return String((((node as Node).name ?? {}) as Node).name)
}

test('a text between tags, and one that is read aloud, are found', () => {
  const source = '<a aria-label="Two words">Search <code>docker pull</code>{texts("a")} · </a>'
  expect(listWords(source)).toEqual(['Two words', 'Search'])
})

test('what an error says is found, as a member and taken out of it', () => {
  expect(listSpokenErrors('const a = <p>{error.message}</p>; const { stack } = error')).toEqual([
    'message',
    'stack',
  ])
})

/** @param ending of those that are wanted; their tests are none */
function listFiles(ending: RegExp): string[] {
  return ['app', 'components']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(({ name }) => ending.test(name) && !/\.test\.tsx?$/.test(name))
    .map(({ parentPath, name }) => join(parentPath, name))
}

test('no page shows what an error says', () => {
  // What programs read is in English.
  const files = listFiles(/\.tsx?$/).filter((path) => !relative(root, path).startsWith('app/api/'))
  expect(files.length).toBeGreaterThan(200)
  const found = files.filter((path) => listSpokenErrors(readFileSync(path, 'utf8')).length > 0)
  expect(found.map((path) => relative(root, path))).toEqual([])
})

test('no component has words of its own', () => {
  const components = listFiles(/\.tsx$/)
  expect(components.length).toBeGreaterThan(100)
  const found = components.flatMap((path) =>
    listWords(readFileSync(path, 'utf8')).map((words) => `${relative(root, path)}: ${words}`),
  )
  expect(found).toEqual([])
})
