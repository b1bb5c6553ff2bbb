/**
 * What the compiler cannot say of the messages: that each is one, that a translation takes the same arguments and has the same tags, and
 * that somebody says it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import compileMessage from 'icu-minify/compile'
import { expect, it } from 'vitest'
import { translations } from './translations.ts'

const root = join(import.meta.dirname, '..')
const { en } = translations

it('every message is one, in every language', () => {
  const broken = Object.entries(translations).flatMap(([language, messages]) =>
    [...list(messages)].flatMap(([key, text]) => {
      try {
        compileMessage(text)
        return text.trim() === '' ? [`${language} ${key}: empty`] : []
      } catch (error) {
        return [`${language} ${key}: ${String(error)}`]
      }
    }),
  )
  expect(broken).toEqual([])
})

it('a translation takes the arguments, and has the tags, of the English message', () => {
  const english = list(en)
  const different = Object.entries(translations).flatMap(([language, messages]) =>
    [...list(messages)].flatMap(([key, text]) => {
      const wanted = listNames(english.get(key) ?? '')
      const found = listNames(text)
      return String(wanted) === String(found) ? [] : [`${language} ${key}: ${found} instead of ${wanted}`]
    }),
  )
  expect(different).toEqual([])
})

it('every message is said somewhere', () => {
  const sources = ['app', 'components', 'lib']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(({ name }) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('\n')
  // A key stands whole, or its beginning in a template (`kinds.${kind}`), or its last part among the names that a type lists.
  const templates = [...sources.matchAll(/`((?:[\w-]+\.)*[\w-]*)\$\{/g)].map(
    ([, beginning = '']) => beginning,
  )
  const beginnings = new Set(templates.filter((one) => one.includes('.')))
  const quoted = new Set([...sources.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, text = '']) => text))
  const unsaid = [...list(en).keys()].filter((path) => {
    const key = path.slice(path.indexOf('.') + 1)
    if (quoted.has(key)) return false
    return ![...beginnings].some((beginning) => key.startsWith(beginning))
  })
  expect(unsaid).toEqual([])
})

/** Each message by its concern and key. */
function list(node: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]: [string, string | object]) => {
      const below = path === '' ? key : `${path}.${key}`
      return typeof value === 'string' ? [[below, value] as const] : [...list(value, below)]
    }),
  )
}

/** Arguments and tags of a message, each once. */
function listNames(message: string): string[] {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (!Array.isArray(node)) return
    for (const part of node) {
      if (!Array.isArray(part)) continue
      const [name, type, ...rest] = part as unknown[]
      names.add(String(name))
      // A choice has its messages by case; a tag has what is in it.
      if (typeof type !== 'number') visit([type, ...rest])
      else if (typeof rest[0] === 'object') for (const one of Object.values(Object(rest[0]))) visit(one)
    }
  }
  visit(compileMessage(message))
  return [...names].sort()
}
