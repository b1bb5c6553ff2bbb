/**
 * Whether the audit log is as it was written: the table against its own chain of hashes, and against the files beside it,
 * which are the witness for what a chain cannot tell, such as its end.
 */
import { existsSync } from 'node:fs'
import { toChainHash } from '#registry/store/chain-hash.ts'
import type { ChainedEvent, ChainLink } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { type AuditFile, DamagedAuditFile, listAuditFiles, readAuditLines } from './audit-file-list.ts'
import { parseAuditLine } from './audit-line.ts'
import { repositoryType, toRepositoryName } from './audit-record.ts'

export interface VerifiedAuditLog {
  /** How many records were verified. */
  records: number
  /** How many of them the files have too. */
  witnessed: number
  head: ChainLink
  /** The first record that is not as it was written, and what is wrong; null when all is well. */
  broken: { sequence: number; problem: string } | null
}

interface Witness extends ChainLink {
  path: string
  record: string
}

/** Where the files themselves are not as they were written. */
class FilesDamagedError extends Error {
  readonly sequence: number

  constructor(sequence: number, problem: string) {
    super(problem)
    this.sequence = sequence
  }
}

/**
 * Reads all of it once.
 * @param report is told now and then how many records were verified, of how many
 */
export async function verifyAuditLog(
  store: Pick<Store, 'audit'>,
  dataDir: string,
  { signal, report }: { signal?: AbortSignal; report?: (records: number, of: number) => void } = {},
): Promise<VerifiedAuditLog> {
  let head = await store.audit.getAnchor()
  const total = (await store.audit.getHead()).sequence - head.sequence
  const witnesses = readWitnesses(dataDir)
  const found = { records: 0, witnessed: 0 }
  try {
    let witness = await nextWitness(witnesses, head.sequence)
    for (;;) {
      signal?.throwIfAborted()
      const events = await store.audit.list(head.sequence)
      if (events.length === 0) break
      report?.(found.records, Math.max(total, found.records))
      for (const event of events) {
        const broken = (sequence: number, problem: string) => ({
          ...found,
          head,
          broken: { sequence, problem },
        })
        const problem = findProblem(event, head)
        if (problem !== null) return broken(Math.min(event.sequence, head.sequence + 1), problem)
        if (witness?.sequence === event.sequence) {
          if (!isSame(witness.hash, event.hash)) {
            return broken(event.sequence, `it is not the record that was written to ${witness.path}`)
          }
          if (witness.record !== event.record) {
            return broken(event.sequence, `its copy in ${witness.path} is not as it was written there`)
          }
          found.witnessed += 1
        }
        found.records += 1
        head = { sequence: event.sequence, hash: event.hash }
        if (witness?.sequence === event.sequence) witness = await nextWitness(witnesses, event.sequence)
      }
    }
    if (witness === null) return { ...found, head, broken: null }
    const problem = `it is missing at the end of the log; it was written to ${witness.path}`
    return { ...found, head, broken: { sequence: head.sequence + 1, problem } }
  } catch (error) {
    if (error instanceof FilesDamagedError) {
      return { ...found, head, broken: { sequence: error.sequence, problem: error.message } }
    }
    if (!(error instanceof DamagedAuditFile)) throw error
    const problem = `its copy cannot be read, as ${error.message}`
    return { ...found, head, broken: { sequence: head.sequence + 1, problem } }
  } finally {
    await witnesses.return(undefined)
  }
}

function findProblem(event: ChainedEvent, before: ChainLink): string | null {
  if (event.sequence !== before.sequence + 1) {
    return `it is missing; the next one is ${event.sequence}`
  }
  if (!isSame(event.hash, toChainHash(before.hash, event.record))) {
    return 'its hash is not that of the record and of the one before it: it was changed, or others were removed, put in or moved'
  }
  return isWhatRecordSays(event) ? null : 'what it is looked up by is not what the record says'
}

/** The columns are only there to look records up; nobody may hide one by changing them. */
function isWhatRecordSays(event: ChainedEvent): boolean {
  const record = JSON.parse(event.record)
  const { userIdentity, resources: [resource] = [] } = record
  const isRepository = resource?.type === repositoryType
  return (
    event.eventId === record.eventID &&
    event.eventSecond === Date.parse(record.eventTime) / 1000 &&
    event.eventSource === record.eventSource &&
    event.eventName === record.eventName &&
    event.readOnly === record.readOnly &&
    event.accountId === (record.recipientAccountId ?? null) &&
    event.userName === (userIdentity.userName ?? null) &&
    event.accessKeyId === (userIdentity.accessKeyId ?? null) &&
    event.resourceName === (isRepository ? toRepositoryName(resource.ARN) : null) &&
    isOwnerWhoRecordSays(event, resource?.accountId)
  )
}

/** Where the caller must not learn whose registry it is, the record does not say it either. */
function isOwnerWhoRecordSays(
  { accountId, ownerAccountId }: ChainedEvent,
  said: string | undefined,
): boolean {
  // The event of no account is not its owner's either.
  if (accountId === null) return ownerAccountId === null
  return said === undefined || ownerAccountId === (said === accountId ? null : said)
}

/**
 * What the files say, in their order. They may begin anywhere, as the oldest go; from there on they have every record, but for the
 * newest, which are written a moment later. Lines that are there twice were written by two processes, one after the other.
 */
async function* readWitnesses(dataDir: string): AsyncGenerator<Witness, undefined> {
  const files = listAuditFiles(dataDir)
  let next: number | null = null
  for (const listed of files) {
    const file = findToday(listed)
    // Removed meanwhile, as the oldest are.
    if (file === null) continue
    next ??= file.firstSequence
    let odd: string | null = null
    for await (const line of readAuditLines(file)) {
      if (odd !== null) throw new FilesDamagedError(next, odd)
      const parsed = parseAuditLine(line)
      if (parsed === null) {
        odd = `its copy cannot be read: there is a line in ${file.path} that is none`
        continue
      }
      if (parsed.sequence > next)
        throw new FilesDamagedError(next, toGapWords(next, parsed.sequence, file.path))
      next = Math.max(next, parsed.sequence + 1)
      yield { ...parsed, path: file.path }
    }
    // The end of the newest may be on its way.
    if (odd !== null && listed !== files.at(-1)) throw new FilesDamagedError(next, odd)
  }
  return undefined
}

/** A running registry may have compressed it since it was listed, or removed it. */
function findToday(file: AuditFile): AuditFile | null {
  if (existsSync(file.path)) return file
  const compressed = `${file.path}.gz`
  return !file.isCompressed && existsSync(compressed)
    ? { ...file, path: compressed, isCompressed: true }
    : null
}

function toGapWords(from: number, to: number, path: string): string {
  const which = to - from === 1 ? 'it' : `${from} to ${to - 1}`
  return `the files have no copy of ${which}, while ${path} goes on behind: a file, or lines of one, were removed or changed`
}

/** The next one behind this place. */
async function nextWitness(
  witnesses: AsyncGenerator<Witness, undefined>,
  after: number,
): Promise<Witness | null> {
  for (;;) {
    const { value } = await witnesses.next()
    if (value === undefined) return null
    if (value.sequence > after) return value
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
