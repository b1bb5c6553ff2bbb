/** What a visitor wants to know first about the files of an image. Pure. */
import { z } from 'zod'
import type { FileTree } from './file-tree.ts'
import type { LayerTable } from './layer-table.ts'
import { layerTrouble } from './layer-trouble.ts'

const count = z.number().int().nonnegative()

const place = z.object({
  path: z.string(),
  isFolder: z.boolean(),
  fileCount: count,
  sizeBytes: count,
  /** Which layers its bytes come from, from 0; those with none are left out. */
  layers: z.array(z.object({ layer: count, sizeBytes: count })),
})
export type FilePlace = z.infer<typeof place>

export const filesSummary = z.object({
  fileCount: count,
  sizeBytes: count,
  /** Where most of it is, the biggest first: folders that are not too large to say something, and large files. */
  places: z.array(place),
  /** What each layer has, and how much of that is still seen in the end. */
  layers: z.array(z.object({ fileCount: count, sizeBytes: count, seenBytes: count })),
  distribution: z.string().nullable(),
  shells: z.array(z.string()),
  packageManagers: z.array(z.string()),
  /** Why there may be more than was read. */
  trouble: layerTrouble.nullable(),
})
export type FilesSummary = z.infer<typeof filesSummary>

const maxPlaces = 10
/** A folder with a larger share of everything is looked into, so many times at most. */
const tellingShare = 0.25
const maxLooks = 8
const programFolders = ['bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/local/bin']
const shells = ['sh', 'bash', 'ash', 'dash', 'zsh', 'busybox']
const packageManagers = ['apk', 'apt', 'dpkg', 'rpm', 'dnf', 'microdnf', 'yum', 'zypper', 'pacman', 'opkg']

/** @param tables of the layers, the lowest first, which make the tree */
export function summarizeFiles(tree: FileTree, tables: readonly LayerTable[]): FilesSummary {
  const { fileCount, totalBytes } = tree.read(0)
  const release = tables.findLast(({ facts }) => facts.osRelease !== null)?.facts.osRelease ?? null
  const list = (names: readonly string[]) =>
    names.filter((name) => programFolders.some((folder) => isProgram(tree, `${folder}/${name}`)))
  const seen = sumByLayer(tree, 0)
  return {
    fileCount,
    sizeBytes: totalBytes,
    places: listPlaces(tree),
    layers: tables.map((table, layer) => ({ ...measure(table), seenBytes: seen.get(layer) ?? 0 })),
    distribution: release === null ? null : readDistribution(release),
    shells: list(shells),
    packageManagers: list(packageManagers),
    trouble: tables.find(({ facts }) => facts.trouble !== null)?.facts.trouble ?? null,
  }
}

/** The name that a distribution gives itself (os-release(5)); null where there is none. */
export function readDistribution(osRelease: string): string | null {
  const values = new Map<string, string>()
  for (const line of osRelease.split('\n')) {
    const at = line.indexOf('=')
    if (at > 0)
      values.set(
        line.slice(0, at).trim(),
        line
          .slice(at + 1)
          .trim()
          .replace(/^(["'])(.*)\1$/, '$2'),
      )
  }
  const name = values.get('PRETTY_NAME') || values.get('NAME') || values.get('ID')
  return name ? name.slice(0, 200) : null
}

function listPlaces(tree: FileTree): FilePlace[] {
  const whole = tree.read(0).totalBytes
  const open = (at: number, path: string) =>
    tree.listChildren(at).map((child) => {
      const { name, kind, totalBytes, fileCount } = tree.read(child)
      return { at: child, path: path + name, isFolder: kind === 'folder', sizeBytes: totalBytes, fileCount }
    })
  let places = open(0, '')
  for (let looks = 0; looks < maxLooks; looks++) {
    const large = places.find(({ isFolder, sizeBytes }) => isFolder && sizeBytes > whole * tellingShare)
    if (large === undefined) break
    const inside = open(large.at, `${large.path}/`).filter(({ sizeBytes }) => sizeBytes > 0)
    places = [...places.filter((one) => one !== large), ...inside]
  }
  return places
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .sort((one, other) => other.sizeBytes - one.sizeBytes)
    .slice(0, maxPlaces)
    .map(({ at, ...one }) => ({
      ...one,
      layers: [...sumByLayer(tree, at)]
        .map(([layer, sizeBytes]) => ({ layer, sizeBytes }))
        .sort((a, b) => a.layer - b.layer),
    }))
}

function sumByLayer(tree: FileTree, at: number, sums = new Map<number, number>()): Map<number, number> {
  const { kind, layer, sizeBytes } = tree.read(at)
  if (kind === 'file' && sizeBytes > 0) {
    sums.set(layer, Math.min(Number.MAX_SAFE_INTEGER, (sums.get(layer) ?? 0) + sizeBytes))
  }
  for (const child of tree.listChildren(at)) sumByLayer(tree, child, sums)
  return sums
}

function measure(table: LayerTable): { fileCount: number; sizeBytes: number } {
  const total = { fileCount: 0, sizeBytes: 0 }
  for (const { kind, sizeBytes } of table) {
    if (kind === 'file') total.fileCount++
    total.sizeBytes = Math.min(Number.MAX_SAFE_INTEGER, total.sizeBytes + sizeBytes)
  }
  return total
}

function isProgram(tree: FileTree, path: string): boolean {
  const at = tree.find(path)
  return at !== null && tree.read(at).kind !== 'folder'
}
