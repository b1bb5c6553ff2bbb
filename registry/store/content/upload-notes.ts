/**
 * Notes beside the blobs on their way, as small files. They are not synced: a process that ends in any way leaves them
 * behind, and after a loss of power an upload without one is begun again.
 */
import { readdirSync, rmSync } from 'node:fs'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadNotes } from './blob-store.ts'
import { inFolder } from './in-folder.ts'

const ending = '.json'
/** Of a note that is being written. */
const draftEnding = '.new'

/** Notes in the folder, in which `<id>` has the bytes and `<id>.json` the note. */
export function openUploadNotes(folder: string): UploadNotes {
  const toPath = (id: string) => join(folder, `${id}${ending}`)
  return {
    async keep(id, text) {
      const draft = `${toPath(id)}${draftEnding}`
      await inFolder(folder, () => writeFile(draft, text, { mode: 0o600 }))
      await rename(draft, toPath(id))
    },
    forget: (id) => rm(toPath(id), { force: true }),
    async list() {
      const names = (await readdir(folder)).filter((name) => name.endsWith(ending))
      const notes: { id: string; text: string }[] = []
      for (const name of names) {
        const text = await readFile(join(folder, name), 'utf8')
        notes.push({ id: name.slice(0, -ending.length), text })
      }
      return notes
    },
  }
}

/** Removes what a process that ended has left of uploads that cannot go on. For a start, when nobody else waits. */
export function removeUnnoted(folder: string): void {
  const names = new Set(readdirSync(folder))
  for (const name of names) {
    if (name.endsWith(ending) || names.has(`${name}${ending}`)) continue
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}
