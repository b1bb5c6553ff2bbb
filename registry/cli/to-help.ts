/** The help of each level: all groups, the verbs of a group, the options of a verb. */
import { operatorGroups, operatorTable } from '#registry/apis/operator/operator-table.ts'
import type { OperatorVerb } from '#registry/apis/operator/operator-verb.ts'
import { toOption } from '#registry/apis/operator/request-error.ts'
import { type FieldSchema, toRequestSchema } from '#registry/apis/operator/request-schema.ts'

/** How the program is called. */
export const program = 'npm run registry --'

const footer = `Every command takes --help, and --json for a result that programs read. Exit codes: 0 done, 1 refused,
2 not understood, 3 the registry cannot be asked, 130 interrupted.`

/** The help without a group. */
export function toProgramHelp(): string {
  return [
    `${program} <group> <verb> [options]`,
    '',
    'Asks the program that runs on DATA_DIR, or works on the store there while none does.',
    '',
    ...toColumns([
      ...operatorGroups,
      ['restore', 'short for backup restore'],
      ['completion', 'what a shell needs to complete these commands'],
    ]),
    '',
    footer,
  ].join('\n')
}

/** The verbs of a group, with a line for each. */
export function toGroupHelp(group: string): string {
  const verbs = operatorTable.filter((verb) => verb.group === group)
  return [
    `${program} ${group} <verb> [options]`,
    '',
    ...toColumns(verbs.map(({ name, help }) => [name, help])),
    '',
    `${program} ${group} <verb> --help lists options.`,
  ].join('\n')
}

/** What a verb does, its options and an example that works. */
export function toVerbHelp(verb: OperatorVerb): string {
  const { properties, required } = toRequestSchema(verb.request)
  const options = Object.entries(properties).map(([field, form]): [string, string] => [
    `${toOption(field)}${toPlaceholder(form)}`,
    toDescription(form, required.includes(field)),
  ])
  return [
    `${program} ${verb.group} ${verb.name}${options.length > 0 ? ' [options]' : ''}`,
    '',
    `${verb.help[0]?.toUpperCase()}${verb.help.slice(1)}.`,
    '',
    ...toColumns([
      ...options,
      ['--json', 'print the result as JSON, and nothing else'],
      ['--help', 'print this'],
    ]),
    '',
    'Example:',
    `  ${toExample(verb)}`,
  ].join('\n')
}

/** A command that works, as it is typed. */
export function toExample({ group, name, example }: OperatorVerb): string {
  return `${program} ${group} ${name} ${example}`.trimEnd()
}

function toPlaceholder({ type, enum: choices, items }: FieldSchema): string {
  if (type === 'boolean') return ''
  const values = choices ?? items?.enum
  if (values !== undefined) return ` ${values.join('|')}`
  if (type === 'number' || type === 'integer') return ' NUMBER'
  return type === 'string' || items?.type === 'string' ? ' TEXT' : ' JSON'
}

function toDescription(form: FieldSchema, isRequired: boolean): string {
  const notes = [
    ...(isRequired ? ['required'] : []),
    ...(form.type === 'array' ? ['may be repeated'] : []),
    ...(form.default !== undefined && form.default !== false ? [`default: ${form.default}`] : []),
  ]
  return `${form.description ?? ''}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
}

function toColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
}
