/** What both programs take while something runs: memory and descriptors of each, and the disk of both. Only where the system has `/proc`. */
import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findGallery, readHolder, type StartedPair } from '#testing/find-programs.ts'
import { readResidentBytes } from '#testing/read-resident-bytes.ts'

export interface Watched {
  first: number
  most: number
  last: number
}

export type DiskPart = 'metadata' | 'blobs' | 'audit' | 'gallery' | 'other'

export type ProgramName = 'gallery' | 'registry'

export interface ProgramFigures {
  /** Resident, in bytes. */
  memory: Watched
  descriptors: Watched
}

export interface ProgramsWatch {
  programs: Record<ProgramName, ProgramFigures>
  /** Of the data folder in bytes, by its parts. */
  disk: Record<DiskPart, Watched>
  /** Looks once more and stops. */
  stop(): Promise<void>
}

/** Looks at once, and then every so often. A program that is away is passed over. */
export function watchPrograms(pair: StartedPair, everyMs: number): ProgramsWatch {
  const watch = {
    programs: {
      gallery: { memory: toWatched(), descriptors: toWatched() },
      registry: { memory: toWatched(), descriptors: toWatched() },
    },
    disk: {
      metadata: toWatched(),
      blobs: toWatched(),
      audit: toWatched(),
      gallery: toWatched(),
      other: toWatched(),
    },
  }
  const look = () => {
    for (const [name, figures] of Object.entries(watch.programs)) {
      try {
        const pid = name === 'registry' ? readHolder(pair.dataDir) : findGallery(pair)
        add(figures.memory, readResidentBytes(pid))
        add(figures.descriptors, readdirSync(`/proc/${pid}/fd`).length)
      } catch {
        // It is being started again.
      }
    }
    const bytes = countBytes(pair.dataDir)
    for (const [part, watched] of Object.entries(watch.disk)) add(watched, bytes[part as DiskPart])
  }
  look()
  const ending = new AbortController()
  const running = (async () => {
    while (!ending.signal.aborted) {
      await sleep(everyMs, undefined, { signal: ending.signal }).catch(() => {})
      look()
    }
  })()
  return {
    ...watch,
    async stop() {
      ending.abort()
      await running
    },
  }
}

function toWatched(): Watched {
  return { first: 0, most: 0, last: 0 }
}

function add(watched: Watched, value: number): void {
  if (watched.first === 0) watched.first = value
  watched.most = Math.max(watched.most, value)
  watched.last = value
}

function countBytes(folder: string): Record<DiskPart, number> {
  const bytes = { metadata: 0, blobs: 0, audit: 0, gallery: 0, other: 0 }
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    // What was listed may be gone.
    bytes[toPart(relative(folder, path))] += statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}

function toPart(path: string): DiskPart {
  const [first = ''] = path.split('/')
  if (first.startsWith('metadata.sqlite')) return 'metadata'
  return first === 'blobs' || first === 'audit' || first === 'gallery' ? first : 'other'
}
