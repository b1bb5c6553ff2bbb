/** From the words after a verb to its request: each field is the option of its name in kebab-case. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { suggestNearest } from '#lib/config/nearest-words.ts'
import type { OperatorVerb } from '#registry/apis/operator/operator-verb.ts'
import { toOption } from '#registry/apis/operator/request-error.ts'
import {
  type FieldSchema,
  type RequestSchema,
  toRequestSchema,
} from '#registry/apis/operator/request-schema.ts'
import { UsageError } from './usage-error.ts'

export interface ParsedOptions {
  input: Record<string, unknown>
  json: boolean
  help: boolean
}

const common = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

/**
 * Reads the options; whether a value is right is for the verb's own schema to say. A text that begins with `file://`
 * is the content of that file, as in the AWS CLI.
 * @throws {UsageError} naming options that are unknown, missing or without their value
 */
export function parseOptions(verb: OperatorVerb, args: readonly string[]): ParsedOptions {
  const schema = toRequestSchema(verb.request)
  const values = readValues(verb, schema, args)
  const { json = false, help = false } = values
  if (help === true) return { input: {}, json: json === true, help: true }
  const input: Record<string, unknown> = {}
  for (const [field, form] of Object.entries(schema.properties)) {
    const value = values[toName(field)]
    if (value !== undefined) input[field] = toValue(field, form, value)
  }
  const missing = schema.required.filter((field) => !(field in input))
  if (missing.length > 0) {
    throw new UsageError(
      missing
        .map((field) => `${toOption(field)} is missing: ${schema.properties[field]?.description}.`)
        .join('\n'),
      verb,
    )
  }
  return { input, json: json === true, help: false }
}

function readValues(verb: OperatorVerb, { properties }: RequestSchema, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(properties).map(([field, form]) => [
      toName(field),
      { type: form.type === 'boolean' ? 'boolean' : 'string', multiple: form.type === 'array' } as const,
    ]),
  )
  const known = { ...options, ...common }
  try {
    return parseArgs({ args: [...args], options: known }).values as Record<string, unknown>
  } catch (error) {
    throw new UsageError(toMessage(error, Object.keys(known)), verb, { cause: error })
  }
}

/** What `node:util` says, shorter and with what was meant. */
function toMessage(error: unknown, names: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error)
  const unknown = /^Unknown option '--?([^']+)'/.exec(message)?.[1]
  if (unknown !== undefined) {
    const nearest = suggestNearest(
      `--${unknown}`,
      names.map((name) => `--${name}`),
    )
    return `There is no option --${unknown}. ${nearest}`.trim()
  }
  const argument = /^Unexpected argument '([^']*)'/.exec(message)?.[1]
  if (argument !== undefined) return `'${argument}' belongs to no option; options look like --name value.`
  return `${message.split('\n')[0]?.replace(/\.$/, '')}.`
}

function toValue(field: string, { type }: FieldSchema, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const text = value.startsWith('file://') ? readText(field, value.slice('file://'.length)) : value
  if (type === 'string') return text
  if (type === 'number' || type === 'integer') {
    if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
    throw new UsageError(`${toOption(field)} has to be a number, not '${text}'.`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${toOption(field)} has to be JSON (or file://PATH of a file with it).`, undefined, {
      cause: error,
    })
  }
}

function readText(field: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${toOption(field)}: the file cannot be read: ${reason}.`, undefined, {
      cause: error,
    })
  }
}

function toName(field: string): string {
  return toOption(field).slice(2)
}
