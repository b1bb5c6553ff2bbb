/**
 * The floors of the larger folders. Inside such a folder imports point down as well: a room may import rooms of lower
 * floors, and on its own floor a neighbour that does not need it in turn.
 */
import { isTest, listImports, type SourceFile, toTarget } from './list-imports.ts'

/** Floors from the top to the ground, each with the rooms that stand on it. */
type Floors = readonly (readonly string[])[]

/**
 * The floors of each folder that has some. A room is a folder, or a file that lies outside its rooms (`main.ts`); every
 * one of them is listed, so that a new room is given its place.
 */
export const floors: Record<string, Floors> = {
  lib: [
    ['public-api'],
    ['pages'],
    ['runtime'],
    ['addresses'],
    ['catalog', 'proof'],
    ['statements', 'charts', 'layers'],
    ['sources', 'oci-client'],
    ['remote-images'],
    ['markdown', 'net', 'findings'],
    ['workers', 'vulnerabilities'],
    ['packages'],
    ['documents', 'commands', 'tags'],
    ['config', 'oci', 'metrics', 'language'],
  ],
  components: [
    ['compare', 'docs', 'publisher'],
    ['image', 'repository', 'search'],
    ['site'],
    ['home', 'tags', 'search-box'],
    ['contents', 'listing', 'proof'],
    ['markdown', 'parts', 'pull', 'status'],
    ['ui'],
    ['icons', 'language'],
  ],
  'lib/pages': [
    ['image', 'forget-changed.ts', 'get-publisher.ts', 'find-jump.ts', 'fetch-logo.ts', 'has-image.ts'],
    ['tags', 'find-meant-repository.ts', 'show-remote-image.ts'],
    ['repository', 'status'],
    ['proof', 'get-image-hosts.ts', 'keep-page.ts', 'describe-sources.ts'],
  ],
  'lib/catalog': [
    ['open-catalog.ts'],
    ['sync'],
    ['search'],
    ['store'],
    ['catalog.ts'],
    ['engine'],
    ['query'],
    ['text'],
  ],
  registry: [
    ['main.ts', 'cli.ts'],
    ['cli', 'demo', 'server', 'run-background-work.ts'],
    ['apis'],
    ['service.ts', 'open-log.ts'],
    ['domain'],
    ['wire'],
    ['store'],
  ],
  'registry/apis': [
    ['operator', 'ecr-public', 'distribution', 'cloudtrail', 'gallery-extension'],
    ['sts'],
    ['parts.ts'],
  ],
  'registry/domain': [
    ['federation', 'aliases', 'backup', 'upstreams'],
    ['identities', 'audit', 'images'],
    ['limits'],
    ['access'],
    ['operator-error.ts', 'to-megabytes.ts'],
  ],
  'registry/store': [
    ['open-store.ts', 'salvage-store.ts', 'adopt-copy.ts', 'measure-store-files.ts'],
    ['copy-database.ts', 'move-metadata.ts'],
    ['sqlite', 'postgres'],
    ['metadata.ts', 'move-note.ts', 'move-side.ts', 'copy-tables.ts'],
    ['stored-tables.ts'],
    ['sql'],
    ['content-place.ts', 'pause.ts', 'batch-writer.ts'],
    ['verbs.ts'],
    ['identity-verbs.ts'],
    ['entities.ts', 'content', 'key-ring.ts', 'chain-hash.ts', 'hold-lock.ts', 'disk-space.ts'],
    ['content-verbs.ts', 'keys.ts', 'slots.ts'],
    ['store-error.ts', 'give-way.ts', 'sync-directory.ts', 'create-private-file.ts'],
  ],
}

interface Arrow {
  from: string
  to: string
  /** `path:line specifier` of the import. */
  place: string
}

/**
 * Checks every import that crosses from one room to another. Tests are free: they may start the whole.
 * @returns one sentence for each arrow that points up, each room without a floor, and each circle of rooms on a floor
 */
export function findFloorViolations(files: readonly SourceFile[], table = floors): string[] {
  return Object.entries(table).flatMap(([folder, levels]) => {
    const inside = files.filter(({ path }) => path.startsWith(`${folder}/`) && !isTest(path))
    const levelOf = (room: string) => levels.findIndex((rooms) => rooms.includes(room))
    const lost = inside
      .filter(({ path }) => levelOf(toRoom(folder, path)) < 0)
      .map(({ path }) => `${path}:1 is in no room of ${folder}; give ${toRoom(folder, path)} a floor.`)
    const arrows = inside.flatMap((file) => listArrows(folder, file))
    const known = arrows.filter(({ from, to }) => levelOf(from) >= 0 && levelOf(to) >= 0)
    const rising = known
      .filter(({ from, to }) => levelOf(to) < levelOf(from))
      .map(({ from, to, place }) => `${place}: ${folder}/${to} is a floor above ${folder}/${from}.`)
    const level = known.filter(({ from, to }) => levelOf(to) === levelOf(from))
    return [...lost, ...rising, ...findCircles(level).map((circle) => `${circle} (in ${folder})`)]
  })
}

/** The rooms of the table that hold no file: lines that a move left behind. */
export function findEmptyRooms(files: readonly SourceFile[], table = floors): string[] {
  return Object.entries(table).flatMap(([folder, levels]) => {
    const held = new Set(files.map(({ path }) => path.startsWith(`${folder}/`) && toRoom(folder, path)))
    return levels.flat().flatMap((room) => (held.has(room) ? [] : [`${folder}/${room}`]))
  })
}

function toRoom(folder: string, path: string): string {
  return path.slice(folder.length + 1).split('/')[0] ?? ''
}

function listArrows(folder: string, file: SourceFile): Arrow[] {
  const from = toRoom(folder, file.path)
  return listImports(file).flatMap(({ specifier, line }) => {
    const target = toTarget(file.path, specifier)
    if (!target?.startsWith(`${folder}/`)) return []
    const to = toRoom(folder, target)
    return to === from ? [] : [{ from, to, place: `${file.path}:${line} imports ${specifier}` }]
  })
}

/** One sentence for each arrow that closes a circle. */
function findCircles(arrows: readonly Arrow[]): string[] {
  const next = Map.groupBy(arrows, ({ from }) => from)
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean => {
    if (from === goal) return true
    if (seen.has(from)) return false
    seen.add(from)
    return (next.get(from) ?? []).some(({ to }) => reaches(to, goal, seen))
  }
  return arrows
    .filter(({ from, to }) => reaches(to, from))
    .map(({ from, to, place }) => `${place}: ${to} needs ${from} in turn, a circle of rooms.`)
}
