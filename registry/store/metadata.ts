/** What an engine gives the store: connections, transactions, and what it knows of other processes on the same metadata. */
import type { Kysely } from 'kysely'
import type { ChainHead, Inspection } from './entities.ts'
import type { DialectWords } from './sql/dialect-words.ts'
import type { Database } from './sql/schema.ts'

export interface Commit {
  /** The repository of which alone something may have changed; null when it may be anything. */
  repositoryId: number | null
}

/** What is in a copy. */
export interface CopiedMetadata {
  /** How many migrations it has had. */
  form: number
  storeId: string
  /** Where the audit log ends. */
  auditHead: ChainHead
  rows: Record<string, number>
  blobs: number
  bytes: number
  /** A line for each thing that is damaged. */
  damage: string[]
}

export interface CopyRequest {
  /** The file that becomes the copy. */
  to: string
  /** The file that becomes the list of blobs: in each line a digest, a space and a size in bytes. */
  listTo: string
  signal: AbortSignal
  onProgress(pages: number, totalPages: number): void
}

/** The metadata with everything that reads, writes and keeps it. */
export interface Metadata {
  db: Kysely<Database>
  words: DialectWords
  /** Nothing is written once there is any. */
  damage: string[]
  requireWritable(): void
  /**
   * Runs in one transaction, which others can read when this resolves, and which may be run again from its beginning.
   * @param commit what other processes are told; null tells them nothing
   */
  transact<Result>(run: (tx: Kysely<Database>) => Promise<Result>, commit: Commit | null): Promise<Result>
  /** Returns once everything that was committed before is on the disk. */
  sync(): Promise<void>
  inspect(): Promise<Inspection>
  /** @throws {StoreError} when it cannot be read or written, or the engine has no copies */
  copy(request: CopyRequest): Promise<CopiedMetadata>
  peers: Peers
  close(): Promise<void>
}

/** Other processes that work on the same metadata. */
export interface Peers {
  /** Whether there may be any. */
  arePossible: boolean
  /** Calls the listener soon after each commit of another process, and when some may have been missed. */
  onCommit(listener: (commit: Commit) => void): void
  /** Calls the listener at the beginning of a transaction, when another process has written since the last one of this process. */
  onTakeOver(listener: () => void): void
  /** Whether every commit of other processes that is older than a second has been told of. */
  isCurrent(): boolean
  /**
   * Numbers the time for which this process does the work that one process does for all; null while another one does it, and after
   * an end it is another number.
   */
  term(): number | null
  /** Runs when no process runs anything under the same key. */
  alone<Result>(key: string, work: () => Promise<Result>): Promise<Result>
}

/** Of an engine that one process owns: what it does itself is all that happens. */
export const noPeers: Peers = {
  arePossible: false,
  onCommit: () => {},
  onTakeOver: () => {},
  isCurrent: () => true,
  term: () => 1,
  alone: (_, work) => work(),
}
