/** What a visitor wants to know first about the files of an image. Pure. */
import { z } from 'zod'
import { toJsonKind } from '#lib/findings/finding-kind.ts'
import { findNode, type MergedNode, mergeLayers } from './merge-layers.ts'
import type { LayerTable } from './read-layer.ts'

const count = z.number().int().nonnegative()

const summary = z.object({
  fileCount: count,
  sizeBytes: count,
  /** The biggest at the top, with what is in them. */
  folders: z.array(z.object({ path: z.string(), fileCount: count, sizeBytes: count })),
  distribution: z.string().nullable(),
  shells: z.array(z.string()),
  packageManagers: z.array(z.string()),
  /** Why there may be more than was read. */
  trouble: z.string().nullable(),
})
export type FilesSummary = z.infer<typeof summary>

/** The summary of an image, by the digest of its manifest. */
export const filesSummaryKind = toJsonKind({ name: 'image-files', version: 1, deadlineMs: 60_000 }, summary)

const maxFolders = 8
const programFolders = ['bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/local/bin']
const shells = ['sh', 'bash', 'ash', 'dash', 'zsh', 'busybox']
const packageManagers = ['apk', 'apt', 'dpkg', 'rpm', 'dnf', 'microdnf', 'yum', 'zypper', 'pacman', 'opkg']

/** @param tables of the layers, the lowest first */
export function summarizeFiles(tables: readonly LayerTable[]): FilesSummary {
  const { root } = mergeLayers(tables.map(({ entries }) => entries))
  const folders = [...root.children].map(([path, node]) => ({ path, ...measure(node) }))
  const release = tables.findLast(({ osRelease }) => osRelease !== null)?.osRelease ?? null
  const list = (names: readonly string[]) =>
    names.filter((name) => programFolders.some((folder) => isProgram(findNode(root, `${folder}/${name}`))))
  return {
    ...measure(root),
    folders: folders.toSorted((one, other) => other.sizeBytes - one.sizeBytes).slice(0, maxFolders),
    distribution: release === null ? null : readDistribution(release),
    shells: list(shells),
    packageManagers: list(packageManagers),
    trouble: tables.find(({ trouble }) => trouble !== null)?.trouble ?? null,
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

function isProgram(node: MergedNode | null): boolean {
  return node !== null && node.entry !== null && node.entry.kind !== 'folder'
}

function measure({ entry, children }: MergedNode): { fileCount: number; sizeBytes: number } {
  const total = { fileCount: entry?.kind === 'file' ? 1 : 0, sizeBytes: entry?.sizeBytes ?? 0 }
  for (const child of children.values()) {
    const { fileCount, sizeBytes } = measure(child)
    total.fileCount += fileCount
    total.sizeBytes = Math.min(Number.MAX_SAFE_INTEGER, total.sizeBytes + sizeBytes)
  }
  return total
}
