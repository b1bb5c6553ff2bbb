/** What is said of a file in words and as `ls` writes it. */
import type { EntryKind } from '#lib/layers/layer-entry.ts'

const letters: Partial<Record<EntryKind, string>> = {
  folder: 'd',
  'symbolic link': 'l',
  'character device': 'c',
  'block device': 'b',
  fifo: 'p',
}

/** Such as `drwxr-xr-x` (POSIX.1-2024, `ls -l`). */
export function toModeText(kind: EntryKind, mode: number): string {
  const flags = [mode & 0o4000, mode & 0o2000, mode & 0o1000]
  const marks = ['s', 's', 't']
  const parts = [6, 3, 0].map((shift, at) => {
    const bits = (mode >> shift) & 7
    const isRun = (bits & 1) !== 0
    const mark = marks[at] ?? ''
    const last = flags[at] ? (isRun ? mark : mark.toUpperCase()) : isRun ? 'x' : '-'
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`
  })
  return `${letters[kind] ?? '-'}${parts.join('')}`
}

/** Where a link would lead within the container; nothing is followed to find it out. */
export function toTargetPath(kind: EntryKind, path: string, target: string): string {
  const isFromRoot = kind === 'hard link' || target.startsWith('/')
  return isFromRoot ? target : `${path.slice(0, Math.max(0, path.lastIndexOf('/')))}/${target}`
}
