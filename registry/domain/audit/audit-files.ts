/**
 * The audit log as JSON lines in `DATA_DIR/audit`, for whatever collects logs, and as a witness beside the table. Lines are
 * written after the commit and in its order; what a crash left out is written at the next start.
 *
 *     DATA_DIR/audit/                                 0700
 *       audit-2026-11-25-0000000000000001.jsonl       0600  named by its day and the first place of the chain in it
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import type { ChainedEvent, ChainLink } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { parseAuditLine, toAuditLine } from './audit-line.ts'

export interface AuditFile {
  path: string
  /** `2026-11-25`, in UTC. */
  day: string
  firstSequence: number
}

export interface AuditFiles {
  /** Writes the lines that are missing, and removes the oldest files when there are too many. */
  catchUp(): Promise<void>
}

type Settings = Pick<Config, 'dataDir' | 'auditFiles' | 'auditFileBytes'>

export function createAuditFiles(store: Store, settings: Settings): AuditFiles {
  // Unknown until the files were read.
  let last: ChainLink | null = null
  let working: Promise<void> = Promise.resolve()

  const catchUp = async () => {
    last ??= await findLast(store, settings.dataDir)
    for (;;) {
      const events = await store.audit.list(last.sequence)
      // The files must not know of a record that a loss of power can still take from the store.
      if (events.length > 0) await store.settle()
      for (const batch of toBatches(events, settings, listAuditFiles(settings.dataDir).at(-1))) {
        appendFileSync(batch.path, batch.lines, { mode: 0o600 })
      }
      const newest = events.at(-1)
      if (newest === undefined) break
      last = { sequence: newest.sequence, hash: newest.hash }
    }
    for (const { path } of listAuditFiles(settings.dataDir).slice(0, -settings.auditFiles)) rmSync(path)
  }

  return {
    catchUp() {
      // One at a time, also after one that failed.
      working = working.then(catchUp, catchUp)
      return working
    },
  }
}

/** The files, the oldest first. */
export function listAuditFiles(dataDir: string): AuditFile[] {
  const folder = join(dataDir, 'audit')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return readdirSync(folder)
    .flatMap((name): AuditFile[] => {
      const [, day = '', sequence = ''] = /^audit-(\d{4}-\d\d-\d\d)-(\d{16})\.jsonl$/.exec(name) ?? []
      return day === '' ? [] : [{ path: join(folder, name), day, firstSequence: Number(sequence) }]
    })
    .sort((a, b) => a.firstSequence - b.firstSequence)
}

/**
 * What the files know and the table has lost; null when it has all. Nothing is written to a file before the table has it for
 * good, so that the table was damaged, cut, or exchanged for an older one.
 */
export async function findLostRecords(store: Pick<Store, 'audit'>, dataDir: string): Promise<string | null> {
  for (const { path } of listAuditFiles(dataDir).reverse()) {
    const link = readLastLink(path)
    if (link === null) continue
    const [anchor, head] = await Promise.all([store.audit.getAnchor(), store.audit.getHead()])
    if (link.sequence <= anchor.sequence || (await store.audit.hasLink(link))) return null
    const lost = link.sequence - head.sequence
    return lost > 0
      ? `the last ${lost} changes and calls are lost: ${path} has records up to ${link.sequence}, the metadata up to ${head.sequence}`
      : `record ${link.sequence} of ${path} is not the one in the metadata`
  }
  return null
}

/** Where the files end. What a crash has cut short at the end is removed, to be written whole. */
async function findLast(store: Pick<Store, 'audit'>, dataDir: string): Promise<ChainLink> {
  for (const { path } of listAuditFiles(dataDir).reverse()) {
    const link = readLastLink(path, (end) => truncateSync(path, end))
    if (link === null) {
      rmSync(path)
      continue
    }
    const anchor = await store.audit.getAnchor()
    const isOfThisLog = link.sequence <= anchor.sequence || (await store.audit.hasLink(link))
    // Another table than the one that was written from: `audit verify` tells; new records must not be lost over it.
    return isOfThisLog ? link : store.audit.getHead()
  }
  return store.audit.getAnchor()
}

function readLastLink(path: string, onCut: (end: number) => void = () => {}): ChainLink | null {
  const text = readFileSync(path)
  let end = text.length
  while (end > 0) {
    const start = end < 2 ? 0 : text.lastIndexOf(0x0a, end - 2) + 1
    const link = text[end - 1] === 0x0a ? parseAuditLine(text.toString('utf8', start, end - 1)) : null
    if (link !== null) {
      if (end < text.length) onCut(end)
      return link
    }
    end = start
  }
  return null
}

function* toBatches(
  events: readonly ChainedEvent[],
  { dataDir, auditFileBytes }: Settings,
  newest: AuditFile | undefined,
): Generator<{ path: string; lines: string }> {
  let file = newest
  let bytes = file === undefined ? 0 : statSync(file.path).size
  let lines = ''
  for (const event of events) {
    const line = `${toAuditLine(event, event.record)}\n`
    const day = new Date(event.eventSecond * 1000).toISOString().slice(0, 10)
    const lineBytes = Buffer.byteLength(line)
    if (file === undefined || day > file.day || bytes + lineBytes > auditFileBytes) {
      if (file !== undefined && lines !== '') yield { path: file.path, lines }
      file = toFile(dataDir, day, event.sequence)
      bytes = 0
      lines = ''
    }
    lines += line
    bytes += lineBytes
  }
  if (file !== undefined && lines !== '') yield { path: file.path, lines }
}

function toFile(dataDir: string, day: string, firstSequence: number): AuditFile {
  const name = `audit-${day}-${String(firstSequence).padStart(16, '0')}.jsonl`
  return { path: join(dataDir, 'audit', name), day, firstSequence }
}
