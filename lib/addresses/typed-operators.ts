/**
 * The operators that can be typed into the search box: `os:`, `arch:`, `publisher:`, `verified:`, `updated:`, `type:`,
 * `licence:`, `signed:`, `sbom:`, `source:` and `package:`. They and the filter panel are two views of the same fields of a search. What is
 * no operator, or has a value that it cannot have, stays a part of the text, and the search says so; nothing here throws.
 */

import { parsePackageQuery } from '#lib/catalog/query/parse-package-query.ts'
import { scanTypedText, type TypedPart, toNarrowText } from '#lib/catalog/query/scan-typed-text.ts'
import {
  type RepositoryKind,
  type SearchQuery,
  type UpdatedWithin,
  type Vouch,
  vouchParts,
} from '#lib/catalog/query/search-query.ts'
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'
import { foldLabel, toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'

export const REPOSITORY_KINDS: readonly RepositoryKind[] = [...ARTIFACT_KINDS, 'empty']
export const UPDATED_WITHIN = ['day', 'week', 'month', 'year'] as const satisfies UpdatedWithin[]

const maxValueLength = 64

/** Other words for kinds, in the singular. */
const kindNames = new Map<string, RepositoryKind>([
  ['helm', 'chart'],
  ['helmchart', 'chart'],
  ['container', 'image'],
  ['containerimage', 'image'],
  ['webassembly', 'wasm'],
])

/** What of a search stands in the box. */
export type TypedSearch = Omit<SearchQuery, 'sort' | 'page'>

/** Puts a value into its field; false where the operator cannot have it. */
type Operator = (search: TypedSearch, value: string) => boolean

const toVouchOperator =
  (isThere: Vouch, isMissing: Vouch): Operator =>
  (search, value) =>
    isYes(value) ? add(search.vouched, isThere) : isNo(value) && add(search.vouched, isMissing)

const operators: Record<string, Operator> = {
  os: (search, value) =>
    addPlatform(search, value) || add(search.operatingSystems, toOperatingSystem(value) ?? value),
  arch: (search, value) =>
    addPlatform(search, value) || add(search.architectures, toArchitecture(value) ?? value),
  licence: (search, value) => add(search.licences, value),
  signed: (search, value) =>
    /^verified$/i.test(value)
      ? add(search.vouched, 'signature-verified')
      : toVouchOperator('signed', 'no-signature')(search, value),
  sbom: toVouchOperator('sbom', 'no-sbom'),
  source: toVouchOperator('source', 'no-source'),
  package: (search, value) => parsePackageQuery(value) !== null && add(search.packages, value),
  publisher: (search, value) => add(search.publishers, value.toLowerCase()),
  verified: (search, value) => {
    const isOnly = isYes(value) || /^verified$/i.test(value)
    search.verifiedOnly ||= isOnly
    return isOnly || isNo(value)
  },
  updated: (search, value) => {
    const within = toUpdatedWithin(value)
    search.updatedWithin = within ?? search.updatedWithin
    return within !== null
  },
  type: (search, value) => {
    const type = toRepositoryKind(value)
    return type !== null && add(search.types, type)
  },
}

/** Other names of operators. */
const synonyms: Record<string, string> = {
  alias: 'publisher',
  kind: 'type',
  pkg: 'package',
  license: 'licence',
  architecture: 'arch',
  operatingsystem: 'os',
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
    licences: [],
    vouched: [],
    packages: [],
    updatedWithin: null,
  }
  let end = 0
  let former: TypedPart | null = null
  for (const part of scanTypedText(typed)) {
    const isOpposite = former?.text === 'NOT' && !former.quoted
    former = part
    if (isOpposite || !readOperator(search, part)) continue
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
  const { licences = [], vouched = [], packages = [] } = query
  const words = [
    ...operatingSystems.map((value) => `os:${toWord(value, toOperatingSystem)}`),
    ...architectures.map((value) => `arch:${toWord(value, toArchitecture)}`),
    ...publishers.map((value) => `publisher:${toWord(value)}`),
    ...(query.verifiedOnly ? ['verified:yes'] : []),
    ...(query.updatedWithin ? [`updated:${query.updatedWithin}`] : []),
    ...types.map((value) => `type:${value}`),
    ...licences.map((value) => `licence:${toWord(value)}`),
    ...vouched.map(toVouchWord),
    ...packages.map((value) => `package:${toWord(value)}`),
  ]
  const closing = words.length > 0 && scanTypedText(text).at(-1)?.open ? '"' : ''
  return [`${text}${closing}`, ...words].filter(Boolean).join(' ')
}

function toVouchWord(vouch: Vouch): string {
  const { facet, isThere } = vouchParts[vouch]
  return facet === 'proven' ? 'signed:verified' : `${facet}:${isThere ? 'yes' : 'no'}`
}

/** A kind as it may stand in a URL or be typed, such as `charts`; null for anything else. */
export function toRepositoryKind(value: string): RepositoryKind | null {
  const name = foldLabel(value).replace(/s$/, '')
  const found = REPOSITORY_KINDS.find((kind) => foldLabel(kind).replace(/s$/, '') === name)
  return found ?? kindNames.get(name) ?? null
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
  // The second is what a keyboard for Japanese gives.
  const colon = quoted ? -1 : text.search(/[:：]/)
  const name = toNarrowText(label ?? text.slice(0, Math.max(colon, 0))).toLowerCase()
  const operator = Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name
  if (negated || !Object.hasOwn(operators, operator)) return false
  const values = splitValues([toNarrowText(text.slice(colon + 1)).replaceAll('、', ',')])
  return values.filter((value) => operators[operator]?.(search, value)).length > 0
}

function isYes(value: string): boolean {
  return /^(?:yes|true|1)$/i.test(value)
}

function isNo(value: string): boolean {
  return /^(?:no|false|0)$/i.test(value)
}

/** `linux/arm64` and `linux/arm/v7`, as the pages write it; false where it begins with no known system. */
function addPlatform(search: TypedSearch, value: string): boolean {
  const [system = '', ...processor] = value.split('/')
  const os = toOperatingSystem(system)
  if (os === null || processor.length === 0) return false
  const name = processor.join('/')
  return add(search.operatingSystems, os) && add(search.architectures, toArchitecture(name) ?? name)
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
