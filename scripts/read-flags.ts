/** What stands after a command of this repository, such as `npm run drills -- backup --rounds 50`: flags and names. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { suggestNearest } from '#lib/config/nearest-words.ts'

export interface Command<Shape extends z.ZodRawShape> {
  /** How it is written, such as `npm run drills -- [NAME …] [--rounds N]`. */
  usage: string
  /** By the names of the flags; those of a boolean take no value. */
  flags: z.ZodObject<Shape>
  /** Words that may stand there without a flag. */
  names?: readonly string[]
}

export interface ReadFlags<Shape extends z.ZodRawShape> {
  flags: z.infer<z.ZodObject<Shape>>
  names: string[]
}

/** Something the person at the terminal can act on. */
export class FlagError extends Error {
  override name = 'FlagError'
}

/** A flag's value that counts something: `--rounds 50`. */
export const countFlag = z.coerce
  .number('takes a number')
  .int('takes a whole number')
  .min(1, 'takes a number above 0')

/**
 * Reads the flags of this process. For `--help` it prints the usage and ends the process with 0; for what it cannot read it says what, and ends it
 * with 2.
 */
export function readFlags<Shape extends z.ZodRawShape>(command: Command<Shape>): ReadFlags<Shape> {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    console.log(command.usage)
    process.exit(0)
  }
  try {
    return parseFlags(command, args)
  } catch (error) {
    if (!(error instanceof FlagError)) throw error
    console.error(error.message)
    process.exit(2)
  }
}

/** @throws {FlagError} with a line for each thing that is wrong, and the usage */
export function parseFlags<Shape extends z.ZodRawShape>(
  { usage, flags, names = [] }: Command<Shape>,
  args: readonly string[],
): ReadFlags<Shape> {
  const options = Object.fromEntries(
    Object.entries(flags.shape).map(([name, field]) => [name, { type: toType(field) }]),
  )
  const { tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const problems: string[] = []
  const given: Record<string, unknown> = {}
  const chosen: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      chosen.push(token.value)
      if (!names.includes(token.value)) problems.push(toUnknown(token.value, names))
    } else if (token.kind === 'option') {
      const type = options[token.name]?.type
      const flag = `--${token.name}`
      if (type === undefined) problems.push(toUnknown(flag, Object.keys(options).map(toFlag)))
      else if (type === 'boolean' && token.value !== undefined) problems.push(`${flag} takes no value.`)
      else if (type === 'string' && token.value === undefined) problems.push(`${flag} has no value.`)
      given[token.name] = type === 'boolean' ? true : token.value
    }
  }
  if (problems.length > 0) throw new FlagError([...problems, usage].join('\n'))
  const read = flags.safeParse(given)
  if (read.success) return { flags: read.data, names: chosen }
  const lines = read.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    return `--${name} ${message}, and not ${JSON.stringify(given[name])}.`
  })
  throw new FlagError([...lines, usage].join('\n'))
}

function toType(field: unknown): 'boolean' | 'string' {
  const inner = field instanceof z.ZodDefault ? field.unwrap() : field
  return inner instanceof z.ZodBoolean ? 'boolean' : 'string'
}

function toFlag(name: string): string {
  return `--${name}`
}

function toUnknown(word: string, known: readonly string[]): string {
  const there = known.length > 0 ? ` ${suggestNearest(word, known)}There are: ${known.join(', ')}.` : ''
  return `${word} is not known.${there}`
}
