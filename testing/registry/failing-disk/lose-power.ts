/** What a loss of power leaves of a folder whose syncs failing-disk.c has watched. */
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { durableFolders } from './open-failing-disk.ts'

/** Notes all that the folder has as durable, as it is after a program has stopped and everything was synced. */
export function noteDurable(folder: string, durable: string): void {
  for (const name of durableFolders) {
    rmSync(join(durable, name), { recursive: true, force: true })
    mkdirSync(join(durable, name), { recursive: true })
  }
  const note = (path: string) => {
    const lines: string[] = []
    for (const name of readdirSync(path)) {
      const inner = join(path, name)
      const found = lstatSync(inner)
      lines.push(`${found.ino} ${found.isDirectory() ? 'd' : 'f'} ${name}\n`)
      if (found.isDirectory()) note(inner)
      else if (found.isFile()) copyFileSync(inner, join(durable, 'files', String(found.ino)))
    }
    writeFileSync(join(durable, 'folders', String(lstatSync(path).ino)), lines.join(''))
  }
  note(folder)
}

/**
 * Puts into `to` what is left when the power goes: names that were not synced are gone, files have what they had at their last sync.
 * @param keepsUnsynced whether a file has reached the disk as it is, by chance, since a disk may also write early
 */
export function losePower(
  folder: string,
  durable: string,
  to: string,
  keepsUnsynced: (path: string) => boolean,
): void {
  // Files that are still there under any name, by their number.
  const present = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) present.set(String(lstatSync(path).ino), path)
  }
  const restore = (inode: string, target: string) => {
    mkdirSync(target, { recursive: true, mode: 0o700 })
    const names = join(durable, 'folders', inode)
    if (!existsSync(names)) return
    for (const line of readFileSync(names, 'utf8').split('\n')) {
      const [, inner, kind, name] = /^(\d+) ([df]) (.+)$/.exec(line) ?? []
      if (inner === undefined || name === undefined) continue
      const path = join(target, name)
      const synced = join(durable, 'files', inner)
      const current = present.get(inner)
      if (kind === 'd') restore(inner, path)
      else if (current !== undefined && keepsUnsynced(current)) copyFileSync(current, path)
      else if (existsSync(synced)) copyFileSync(synced, path)
      else writeFileSync(path, '')
    }
  }
  restore(String(lstatSync(folder).ino), to)
}
