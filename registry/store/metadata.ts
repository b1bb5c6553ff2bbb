/** What an engine gives the store: connections, transactions, and what it knows of other processes on the same metadata. */
import type { Kysely } from 'kysely'
import type { ChainHead, Inspection } from './entities.ts'
import type { DialectWords } from './sql/dialect-words.ts'
import type { Database } from './sql/schema.ts'

/** What a transaction may change and decide by. */
export type Scope =
  | { kind: 'all' }
  /** Images, tags and blobs of one repository. */
  | { kind: 'repository'; repositoryId: number }
  /** Nothing that a reader could have kept. Those of one key come one after the other, others side by side. */
  | { kind: 'quiet'; key: string | null }

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
   * Runs in one transaction, which is on the disk when this resolves, and which may be run again from its beginning.
   * What others do in the same scope has its turn before or behind it. Other processes are told, unless it is quiet.
   * @param onCommitted called once others can read it
   */
  transact<Result>(
    run: (tx: Kysely<Database>) => Promise<Result>,
    scope: Scope,
    onCommitted: () => void,
  ): Promise<Result>
  /** Whether the failure leaves open what became of the transaction. */
  isOutcomeUnknown(error: unknown): boolean
  /** Returns once everything that was committed before is on the disk. */
  sync(): Promise<void>
  inspect(): Promise<Inspection>
  /** @throws {StoreError} when it cannot be read or written, or the engine has no copies */
  copy(request: CopyRequest): Promise<CopiedMetadata>
  peers: Peers
  close(): Promise<void>
}

/** What a client wants of the bucket that all processes share for it; fewer tokens than none are given back. */
export interface TokenAsk {
  client: string
  tokens: number
  perSecond: number
  burst: number
}

/** What it got, and what is left there. */
export interface TokenGrant {
  client: string
  granted: number
  credit: number
}

/** Takes tokens out of shared buckets, those of all clients at once and each client once. */
export type TakeTokens = (asks: readonly TokenAsk[], atMs: number) => Promise<TokenGrant[]>

/** Other processes that work on the same metadata. */
export interface Peers {
  /** Whether there may be any. */
  arePossible: boolean
  /** Calls the listener soon after each commit of another process, and when some may have been missed. */
  onCommit(listener: (commit: Commit) => void): void
  /**
   * Calls the listener at the beginning of a transaction, when another process has written since the last one of this process: in a
   * repository, or (null) in any.
   */
  onTakeOver(listener: (repositoryId: number | null) => void): void
  /** Whether every commit of other processes that is older than a second has been told of. */
  isCurrent(): boolean
  /**
   * Numbers the time for which this process does the work that one process does for all; null while another one does it, and after
   * an end it is another number.
   */
  term(): number | null
  /** Runs when no process runs anything under the same key. */
  alone<Result>(key: string, work: () => Promise<Result>): Promise<Result>
  /** Holds off work under the key that runs `beside` others; returns when none runs any more. */
  hold(key: string): Promise<Hold>
  /** Runs the work, unless the key is held; false when it is. */
  beside(key: string, work: () => Promise<void>): Promise<boolean>
  /** Null where this process is the only one that counts. */
  takeTokens: TakeTokens | null
}

export interface Hold {
  /** False after `release`, and when it was lost with the connection to the database, so that others may work again. */
  isHeld(): boolean
  release(): void
}

/** Of an engine that one process owns: what it does itself is all that happens. */
export const noPeers: Peers = {
  arePossible: false,
  onCommit: () => {},
  onTakeOver: () => {},
  isCurrent: () => true,
  term: () => 1,
  alone: (_, work) => work(),
  hold: async () => ({ isHeld: () => true, release: () => {} }),
  async beside(_, work) {
    await work()
    return true
  },
  takeTokens: null,
}
