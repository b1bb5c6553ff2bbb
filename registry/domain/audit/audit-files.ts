/**
 * The audit log as JSON lines in `DATA_DIR/audit`, for whatever collects logs, and as a witness beside the table. Lines are
 * written after the commit and in its order; what a crash left out is written at the next start. Files that are complete are
 * compressed, and removed when all together are too large or they are too old.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import type { Config } from '#lib/config/config.ts'
import type { ChainedEvent, ChainLink } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import {
  type AuditFile,
  DamagedAuditFile,
  listAuditFiles,
  readAuditLines,
  toAuditFile,
} from './audit-file-list.ts'
import { parseAuditLine, toAuditLine } from './audit-line.ts'
import { compressAuditFile } from './compress-audit-file.ts'

export interface AuditFiles {
  /** Writes the lines that are missing, compresses a file that is complete, and removes the oldest beyond the bounds. */
  catchUp(): Promise<void>
}

type Settings = Pick<Config, 'dataDir' | 'auditFileBytes' | 'auditFilesBytes' | 'auditFilesMs'>

/** The newest, and the one before it, which a program that follows the lines may not have read to its end. */
const plainFiles = 2

/** @param mayWrite false once another process writes them, which may be in the midst of it */
export function createAuditFiles(
  store: Store,
  settings: Settings,
  clock: () => Date,
  mayWrite: () => boolean = () => true,
): AuditFiles {
  // Unknown until the files were read.
  let last: ChainLink | null = null
  let working: Promise<void> = Promise.resolve()

  const catchUp = async () => {
    last ??= await findLast(store, settings.dataDir)
    for (;;) {
      const events = await store.audit.list(last.sequence)
      // The files must not know of a record that a loss of power can still take from the store.
      if (events.length > 0) await store.settle()
      // Another one has begun where the files ended, and writes the same lines.
      if (!mayWrite()) return
      for (const batch of toBatches(events, settings, listAuditFiles(settings.dataDir).at(-1))) {
        append(batch)
        last = batch.last
      }
      if (events.length === 0) break
    }
    for (const file of listExcess(settings, clock())) removeBothForms(file)
    await compressOldest(settings.dataDir)
  }

  return {
    catchUp() {
      // One at a time, also after one that failed.
      working = working.then(catchUp, catchUp)
      return working
    },
  }
}

/** All of it or nothing: behind a part of a line, as a full disk leaves it, the same lines are written once there is room. */
function append({ path, lines }: Batch): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size
  try {
    appendFileSync(path, lines, { mode: 0o600 })
  } catch (error) {
    if (bytes === undefined) rmSync(path, { force: true })
    else truncateSync(path, bytes)
    throw error
  }
}

/** What is beyond the bounds, the oldest first; never the newest file, which is the witness of the log's end. */
function listExcess({ dataDir, auditFilesBytes, auditFilesMs }: Settings, now: Date): AuditFile[] {
  const files = listAuditFiles(dataDir).slice(0, -1).reverse()
  const oldestDay = new Date(now.getTime() - auditFilesMs).toISOString().slice(0, 10)
  const newest = listAuditFiles(dataDir).at(-1)
  let bytes = newest === undefined ? 0 : statSync(newest.path).size
  const firstExcess = files.findIndex(({ path, day }) => {
    bytes += statSync(path).size
    return bytes > auditFilesBytes || day < oldestDay
  })
  return firstExcess === -1 ? [] : files.slice(firstExcess).reverse()
}

/** One at a time, so that new lines are not kept waiting. */
async function compressOldest(dataDir: string): Promise<void> {
  const files = listAuditFiles(dataDir)
  for (const { path, isCompressed } of files) if (isCompressed) removePlainForm(path)
  const oldest = files.slice(0, -plainFiles).find(({ isCompressed }) => !isCompressed)
  if (oldest !== undefined) await compressAuditFile(oldest.path)
}

/** A crash right after compressing leaves it. */
function removePlainForm(path: string): void {
  const plain = path.slice(0, -'.gz'.length)
  if (existsSync(plain)) rmSync(plain)
}

function removeBothForms({ path, isCompressed }: AuditFile): void {
  if (isCompressed) removePlainForm(path)
  rmSync(path)
}

/**
 * What the files know and the table has lost; null when it has all. Nothing is written to a file before the table has it for
 * good, so that the table was damaged, cut, or exchanged for an older one.
 */
export async function findLostRecords(store: Pick<Store, 'audit'>, dataDir: string): Promise<string | null> {
  for (const file of listAuditFiles(dataDir).reverse()) {
    const { path } = file
    const link = file.isCompressed ? await readLastCompressedLink(file) : readLastLink(path)
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

/** What is said where the files cannot be looked at. */
export function toUnreadableWords(error: unknown): string {
  return `the audit log cannot be read: ${error instanceof Error ? error.message : error}`
}

/** Where the files end. What a crash has cut short at the end is removed, to be written whole. */
async function findLast(store: Pick<Store, 'audit'>, dataDir: string): Promise<ChainLink> {
  for (const file of listAuditFiles(dataDir).reverse()) {
    const link = file.isCompressed
      ? await readLastCompressedLink(file)
      : readLastLink(file.path, (end) => truncateSync(file.path, end))
    if (link === null) {
      // It is written again from the table, under the same name.
      if (file.isCompressed) renameSync(file.path, `${file.path}.damaged`)
      else rmSync(file.path)
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

async function readLastCompressedLink(file: AuditFile): Promise<ChainLink | null> {
  let last: ChainLink | null = null
  try {
    for await (const line of readAuditLines(file)) last = parseAuditLine(line) ?? last
  } catch (error) {
    // `audit verify` tells; what it had is written again behind it.
    if (!(error instanceof DamagedAuditFile)) throw error
  }
  return last
}

/** Lines of one file. */
interface Batch {
  path: string
  lines: string
  /** Of the last one. */
  last: ChainLink
}

function* toBatches(
  events: readonly ChainedEvent[],
  { dataDir, auditFileBytes }: Settings,
  newest: AuditFile | undefined,
): Generator<Batch> {
  // What is compressed is complete.
  let file = newest?.isCompressed ? undefined : newest
  let bytes = file === undefined ? 0 : statSync(file.path).size
  let batch = null as Batch | null
  for (const event of events) {
    const line = `${toAuditLine(event, event.record)}\n`
    const day = new Date(event.eventSecond * 1000).toISOString().slice(0, 10)
    const lineBytes = Buffer.byteLength(line)
    if (file === undefined || day > file.day || bytes + lineBytes > auditFileBytes) {
      if (batch !== null) yield batch
      file = toAuditFile(dataDir, day, event.sequence)
      bytes = 0
      batch = null
    }
    const last = { sequence: event.sequence, hash: event.hash }
    batch = { path: file.path, lines: `${batch?.lines ?? ''}${line}`, last }
    bytes += lineBytes
  }
  if (batch !== null) yield batch
}
