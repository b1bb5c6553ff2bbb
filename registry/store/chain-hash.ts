/** The chain of the audit log: what one record's hash is made of. */
import { createHash } from 'node:crypto'

/** SHA-256 of the hash of the record before and of the record's own bytes. */
export function toChainHash(previous: Uint8Array, record: string): Uint8Array {
  return createHash('sha256').update(previous).update(record).digest()
}

/** What the store says to a record that is not put behind the last one. */
export const outOfPlaceMessage = 'audit records are added at the end'
