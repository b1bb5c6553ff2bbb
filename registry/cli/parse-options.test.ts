import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { operatorTable } from '#registry/apis/operator/operator-table.ts'
import { defineVerb } from '#registry/apis/operator/operator-verb.ts'
import { parseOptions } from './parse-options.ts'
import { toExample } from './to-help.ts'
import { UsageError } from './usage-error.ts'

const verb = defineVerb({
  group: 'thing',
  name: 'make',
  help: 'make a thing',
  example: '--display-name x',
  request: z.object({
    displayName: z.string().describe('what it is called'),
    count: z.number().int().default(1).describe('how many'),
    tags: z.array(z.string()).optional().describe('its tags'),
    hidden: z.boolean().default(false).describe('whether it is shown'),
    rule: z.record(z.string(), z.string()).optional().describe('as JSON'),
  }),
  recorded: null,
  run: async (_service, request) => request,
  toLines: () => [],
})
const parse = (...args: string[]) => parseOptions(verb, args).input

test('each field is an option, with its type', () => {
  expect(parse('--display-name', '7', '--count', '2', '--tags', 'a', '--tags', 'b', '--hidden')).toEqual({
    displayName: '7',
    count: 2,
    tags: ['a', 'b'],
    hidden: true,
  })
  expect(parse('--display-name=--x', '--rule', '{"a":"b"}')).toEqual({ displayName: '--x', rule: { a: 'b' } })
  expect(parseOptions(verb, ['--display-name', 'x', '--json'])).toMatchObject({ json: true })
  expect(parseOptions(verb, ['--help'])).toMatchObject({ help: true })
})

test('a text that begins with file:// is read from the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parse-options-'))
  writeFileSync(join(folder, 'name'), 'from a file')
  expect(parse('--display-name', `file://${folder}/name`)).toEqual({ displayName: 'from a file' })
  rmSync(folder, { recursive: true })
  expect(() => parse('--display-name', `file://${folder}/name`)).toThrow(
    '--display-name: the file cannot be read',
  )
})

test.each([
  [[], '--display-name is missing: what it is called.'],
  [['--name', 'x'], 'There is no option --name.'],
  [['--display-nam', 'x'], 'Did you mean --display-name?'],
  [['x'], "'x' belongs to no option"],
  [['--display-name'], '--display-name'],
  [['--display-name', 'x', '--count', 'many'], "--count has to be a number, not 'many'."],
  [['--display-name', 'x', '--rule', '{'], '--rule has to be JSON'],
])('%j is refused: %s', (args, message) => {
  expect(() => parse(...args)).toThrow(UsageError)
  expect(() => parse(...args)).toThrow(message)
})

test('the example of every command is one that is understood', () => {
  for (const row of operatorTable) {
    const words = row.example.match(/"[^"]*"|'[^']*'|\S+/g) ?? []
    const args = words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
    const { input } = parseOptions(row, args)
    expect(row.request.safeParse(input).error?.issues, toExample(row)).toBeUndefined()
  }
})
