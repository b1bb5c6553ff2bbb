/**
 * The rules of this repository that a compiler does not know: which room may import which, who may read the
 * environment, and how files are named. Imports point down, `app -> components -> lib`; the registry stands on its
 * own and shares only `lib/oci`, `lib/config`, `lib/net` and `lib/metrics` with the gallery.
 */
import { posix } from 'node:path'
import { findUnboundedCaches } from './find-unbounded-caches.ts'
import { isTest, listImports, type SourceFile, toTarget } from './list-imports.ts'
import { findFloorViolations } from './room-floors.ts'

/** `NEXT_RUNTIME` is no setting: Next puts a constant in its place when it compiles for each runtime. */
const environmentAccess = /\bprocess\.env\b(?!\.NEXT_RUNTIME\b)/

/** Words of the store's engine, which only the store knows. */
const engineWords = /\b(?:SQLite|sqlite|PRAGMA|errcode)\b/

/**
 * What one engine alone understands: its name, functions and collations of its own, parameters without a number, a join that
 * keeps its order, a word of SQL as the name of a table, and a name that would lose its capitals.
 */
const dialectWords =
  /\b(?:SQLite|sqlite|json_each|NOCASE|PRAGMA|rowid|CROSS JOIN)\b|[=,(]\s*\?\s*[,)`]|\b(?:FROM|JOIN|INTO|UPDATE) user\b|\bAS [a-z]+[A-Z]/

/** The only file that knows Next's own link. */
const linkFile = 'components/ui/intent-link.tsx'

/** The service as a whole, and the only file of the APIs that knows it: handlers name the parts and verbs they use. */
const wholeService = 'registry/service.ts'
const partsFile = 'registry/apis/parts.ts'

interface Room {
  /** Folders of other rooms that it may import. */
  imports: readonly string[]
  /** Packages that it must not import, with everything below them. */
  without?: readonly string[]
}

const framework = ['next', 'react', 'react-dom', 'server-only', 'client-only', 'swr']

/** The longest matching folder or file decides; a file in no folder here belongs to the root room. */
const rooms: Record<string, Room> = {
  app: { imports: ['components', 'lib'] },
  // Next wants it beside `app` and not in it.
  'instrumentation-client.ts': { imports: ['components'] },
  components: { imports: ['lib'] },
  lib: { imports: ['lib'], without: framework },
  // The words of every language; whoever says them asks lib/language.
  messages: { imports: [], without: framework },
  'lib/language': { imports: ['messages'], without: framework },
  'lib/pages': { imports: ['lib'] },
  // The front door asks Next how it reads an address; routes are of the type that Next checks.
  'lib/runtime': { imports: ['lib'], without: framework.filter((name) => name !== 'next') },
  'lib/addresses': { imports: ['lib'], without: framework.filter((name) => name !== 'next') },
  'lib/markdown': { imports: ['lib'], without: framework.filter((name) => name !== 'react') },
  'lib/findings': { imports: [], without: framework },
  'lib/workers': { imports: [], without: framework },
  'lib/layers': { imports: ['lib/oci-client', 'lib/findings', 'lib/workers', 'lib/oci'], without: framework },
  'lib/vulnerabilities': { imports: ['lib/packages', 'lib/documents', 'lib/oci'], without: framework },
  'lib/packages': { imports: ['lib/documents', 'lib/oci'], without: framework },
  'lib/documents': { imports: [], without: framework },
  'lib/net': { imports: ['lib/oci', 'lib/config'], without: framework },
  'lib/commands': { imports: ['lib/oci'], without: framework },
  'lib/tags': { imports: ['lib/oci'], without: framework },
  'lib/oci': { imports: [], without: framework },
  'lib/config': { imports: [], without: framework },
  'lib/metrics': { imports: [], without: framework },
  // Only the store knows what it is stored in.
  registry: {
    imports: ['registry', 'lib/oci', 'lib/config', 'lib/net', 'lib/metrics'],
    without: [...framework, 'kysely', 'node:sqlite'],
  },
  'registry/store': { imports: ['registry', 'lib/oci', 'lib/config'], without: framework },
  scripts: { imports: ['lib/config'], without: framework },
  // Searches are judged over the demo catalogue, which is read from its files.
  bench: { imports: ['lib', 'scripts', 'testing', 'registry/demo'], without: framework },
  e2e: { imports: ['lib', 'scripts', 'testing'], without: framework },
  // Archives are written as those of the demo catalogue.
  testing: { imports: ['lib', 'scripts', 'registry/demo'], without: framework },
  // What opens the registry within a test's own process; all else starts it as the program that it is.
  'testing/registry': { imports: ['lib', 'scripts', 'testing', 'registry'], without: framework },
}
/** The settings of the browser tests stand there too, and name the servers that they need. */
const rootRoom: Room = { imports: ['lib', 'scripts', 'testing'] }

/** Tests that start real programs may use what starts them. */
const testImports = ['scripts', 'testing']

const dumpingGrounds = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'types',
  'misc',
  'shared',
  'index',
])
const maxLines = 500

/**
 * Checks every file against the rules.
 * @returns one sentence for each violation, beginning with `path:line`; empty when there is none
 * @example findArchitectureViolations([{ path: 'lib/a.ts', text: "import '#components/b.tsx'" }]).length // 1
 */
export function findArchitectureViolations(files: readonly SourceFile[]): string[] {
  return [
    ...files.flatMap((file) => [
      ...checkName(file),
      ...checkImports(file),
      ...checkText(file),
      ...checkCaches(file),
    ]),
    ...findFloorViolations(files),
  ]
}

/**
 * What the rules name and no file bears any more, so that nothing could break them: lines that a move left behind.
 * @returns rooms and files, as the rules name them
 */
export function findLostRules(files: readonly SourceFile[]): string[] {
  const isThere = (name: string) => files.some(({ path }) => path === name || isWithin(path, name))
  const named = Object.entries(rooms).flatMap(([room, { imports }]) => [room, ...imports])
  return [...new Set([...named, linkFile, wholeService, partsFile])].filter((name) => !isThere(name))
}

/** The folders whose files one in this folder may import beside its own room's, as a rule has them. */
export function listAllowedImports(folder: string): readonly string[] {
  return toRoom(`${folder}/`).rules.imports
}

function checkName({ path }: SourceFile): string[] {
  if (path.includes('/testing/')) return [`${path}:1 is what tests start or send; its place is testing/.`]
  const name = posix.basename(path).replace(/\.(?:test|protocol\.test|spec|config|d)?\.?\w+$/, '')
  if (dumpingGrounds.has(name)) return [`${path}:1 is named after nothing it does; say what the file is for.`]
  return /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name) ? [] : [`${path}:1 is not in kebab-case.`]
}

function checkText(file: SourceFile): string[] {
  const { path, text } = file
  const lines = text.split('\n')
  const found: string[] = []
  if (lines.length - 1 > maxLines)
    found.push(`${path}:${maxLines} has more than ${maxLines} lines; split it by verb.`)
  const reader = path.startsWith('lib/config/') || isTest(path)
  lines.forEach((line, at) => {
    if (!reader && environmentAccess.test(line) && !isComment(line)) {
      found.push(`${path}:${at + 1} reads the environment; ask readConfig() of lib/config instead.`)
    }
  })
  const aboveStore = path.startsWith('registry/') && !path.startsWith('registry/store/') && !isTest(path)
  lines.forEach((line, at) => {
    if (aboveStore && engineWords.test(line) && !isComment(line)) {
      found.push(`${path}:${at + 1} names the engine of the store; make it a verb of the store.`)
    }
  })
  const isShared = path.startsWith('registry/store/sql/') && !isTest(path)
  lines.forEach((line, at) => {
    if (isShared && dialectWords.test(line) && !isComment(line)) {
      found.push(`${path}:${at + 1} has SQL of one engine; make it a word of sql/dialect-words.ts.`)
    }
  })
  return found
}

function checkCaches(file: SourceFile): string[] {
  const isProgram = ['lib', 'registry', 'app', 'components'].some((room) => isWithin(file.path, room))
  return isProgram && !isTest(file.path) ? findUnboundedCaches(file) : []
}

function checkImports(file: SourceFile): string[] {
  return listImports(file).flatMap(({ specifier, line }) => {
    const problem = findImportProblem(file.path, specifier)
    return problem === null ? [] : [`${file.path}:${line} ${problem}`]
  })
}

function findImportProblem(path: string, specifier: string): string | null {
  const room = toRoom(path)
  const target = toTarget(path, specifier)
  if (target === null) {
    if (specifier === 'next/link') {
      return `imports ${specifier}, which fetches pages ahead on sight; use IntentLink of ${linkFile}.`
    }
    const banned = room.rules.without?.find((name) => specifier === name || specifier.startsWith(`${name}/`))
    return banned && !isTest(path) ? `imports ${specifier}, which ${room.name} must not know.` : null
  }
  if (target === wholeService && isWithin(path, 'registry/apis') && path !== partsFile && !isTest(path)) {
    return `imports ${specifier}, which is everything; name the parts and verbs that it uses, see ${partsFile}.`
  }
  if (!posix.extname(target)) return `imports ${specifier} without its file extension.`
  if (toRoom(target).name === room.name) return null
  const allowed = [...room.rules.imports, ...(isTest(path) ? testImports : [])]
  const targetRoom = toRoom(target).name
  if (!allowed.some((folder) => isWithin(target, folder))) {
    return `imports ${specifier}: ${room.name} must not import ${targetRoom}.`
  }
  const alias = /^(?:lib|components|registry|testing)\//.exec(target)?.[0]
  // Root files are read by tools that may not know the aliases.
  const crosses = alias !== undefined && !path.startsWith(alias) && room.rules !== rootRoom
  return crosses && !specifier.startsWith('#') ? `imports ${specifier}: write #${target} across rooms.` : null
}

function toRoom(path: string): { name: string; rules: Room } {
  const name = Object.keys(rooms)
    .filter((room) => path === room || isWithin(path, room))
    .sort((a, b) => b.length - a.length)[0]
  return name === undefined ? { name: 'the root', rules: rootRoom } : { name, rules: rooms[name] ?? rootRoom }
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`)
}

function isComment(line: string): boolean {
  return /^\s*(?:\*|\/\/|\/\*)/.test(line)
}
