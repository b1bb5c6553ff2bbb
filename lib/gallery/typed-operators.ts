/**
 * The operators that can be typed into the search box: `os:`, `arch:`, `publisher:`, `verified:`, `updated:` and `type:`.
 * They and the filter panel are two views of the same fields of a search. What is no operator, or has a value that it cannot
 * have, stays a part of the text; nothing here throws.
 */
import type { RepositoryType, SearchQuery, UpdatedWithin } from '#lib/catalog/catalog.ts'
import { scanTypedText, type TypedPart } from '#lib/catalog/query/scan-typed-text.ts'
import { toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'

export const REPOSITORY_TYPES = ['image', 'chart', 'artifact', 'empty'] as const satisfies RepositoryType[]
export const UPDATED_WITHIN = ['day', 'week', 'month', 'year'] as const satisfies UpdatedWithin[]

const maxValueLength = 64

/** What of a search stands in the box. */
export type TypedSearch = Omit<SearchQuery, 'sort' | 'page'>

/** Puts a value into its field; false where the operator cannot have it. */
type Operator = (search: TypedSearch, value: string) => boolean

const operators: Record<string, Operator> = {
  os: (search, value) => add(search.operatingSystems, toOperatingSystem(value) ?? value),
  arch: (search, value) => add(search.architectures, toArchitecture(value) ?? value),
  publisher: (search, value) => add(search.publishers, value.toLowerCase()),
  verified: (search, value) => {
    const isYes = /^(?:yes|true|1|verified)$/i.test(value)
    search.verifiedOnly ||= isYes
    return isYes || /^(?:no|false|0)$/i.test(value)
  },
  updated: (search, value) => {
    const within = toUpdatedWithin(value)
    search.updatedWithin = within ?? search.updatedWithin
    return within !== null
  },
  type: (search, value) => {
    const type = toRepositoryType(value)
    return type !== null && add(search.types, type)
  },
}

/**
 * Takes the operators out of what was typed.
 * @example parseTypedText('nginx os:linux') // text 'nginx', operatingSystems ['Linux']
 */
export function parseTypedText(typed: string): TypedSearch {
  const search: TypedSearch = {
    text: '',
    verifiedOnly: false,
    operatingSystems: [],
    architectures: [],
    publishers: [],
    types: [],
    updatedWithin: null,
  }
  let end = 0
  for (const part of scanTypedText(typed)) {
    if (!readOperator(search, part)) continue
    search.text += `${typed.slice(end, part.start)} `
    end = part.end
  }
  search.text = `${search.text}${typed.slice(end)}`.replace(/\s+/g, ' ').trim()
  return search
}

/**
 * The inverse of `parseTypedText`: what the box shows for a search.
 * @example toTypedText({ text: 'nginx', architectures: ['ARM 64'] }) // 'nginx arch:arm64'
 */
export function toTypedText(query: Partial<SearchQuery>): string {
  const { text = '', operatingSystems = [], architectures = [], publishers = [], types = [] } = query
  const words = [
    ...operatingSystems.map((value) => `os:${toWord(value, toOperatingSystem)}`),
    ...architectures.map((value) => `arch:${toWord(value, toArchitecture)}`),
    ...publishers.map((value) => `publisher:${toWord(value)}`),
    ...(query.verifiedOnly ? ['verified:yes'] : []),
    ...(query.updatedWithin ? [`updated:${query.updatedWithin}`] : []),
    ...types.map((value) => `type:${value}`),
  ]
  const closing = words.length > 0 && scanTypedText(text).at(-1)?.open ? '"' : ''
  return [`${text}${closing}`, ...words].filter(Boolean).join(' ')
}

/** A type as it may stand in a URL or be typed, such as `charts`; null for anything else. */
export function toRepositoryType(value: string): RepositoryType | null {
  const name = value.toLowerCase().replace(/s$/, '')
  return REPOSITORY_TYPES.find((type) => type === name) ?? null
}

/** A span of time as it may stand in a URL or be typed; null for anything else. */
export function toUpdatedWithin(value: string): UpdatedWithin | null {
  return UPDATED_WITHIN.find((within) => within === value.toLowerCase()) ?? null
}

/** Values may be separated by commas, here as in a URL. */
export function splitValues(texts: string[]): string[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((value) => value.trim().slice(0, maxValueLength).toWellFormed().trim())
    .filter(Boolean)
}

function readOperator(search: TypedSearch, { text, negated, quoted, label }: TypedPart): boolean {
  const colon = quoted ? -1 : text.indexOf(':')
  const name = (label ?? text.slice(0, Math.max(colon, 0))).toLowerCase()
  if (negated || !Object.hasOwn(operators, name)) return false
  const values = splitValues([text.slice(colon + 1)])
  return values.filter((value) => operators[name]?.(search, value)).length > 0
}

function add<Value>(values: Value[], value: Value): boolean {
  if (!values.includes(value)) values.push(value)
  return true
}

/** Without spaces where it is understood so, and else in quotation marks. */
function toWord(value: string, read: (word: string) => string | null = () => null): string {
  const compact = value.toLowerCase().replaceAll(' ', '')
  if (read(compact) === value) return compact
  return /[\s"“”„‟«»＂「」『』]/.test(value) ? `"${value.replace(/["“”„‟«»＂「」『』]/g, '')}"` : value
}
