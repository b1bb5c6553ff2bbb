/**
 * One line of `DATA_DIR/audit/*.jsonl`: the record as it is stored, byte for byte, with one more member at its end, which says
 * where in the chain it is. What reads CloudTrail's records passes over it.
 */
import type { ChainLink } from '#registry/store/entities.ts'

const ending = /,"chain":\{"sequence":(\d{1,16}),"sha256":"([0-9a-f]{64})"\}\}$/

/** @param record a JSON object that is not empty */
export function toAuditLine({ sequence, hash }: ChainLink, record: string): string {
  const sha256 = Buffer.from(hash).toString('hex')
  return `${record.slice(0, -1)},"chain":{"sequence":${sequence},"sha256":"${sha256}"}}`
}

/** The place in the chain and the record of a line; null when it is none, as a line that was cut is. */
export function parseAuditLine(line: string): (ChainLink & { record: string }) | null {
  const [end, sequence, sha256] = ending.exec(line) ?? []
  if (end === undefined || sequence === undefined || sha256 === undefined) return null
  return {
    sequence: Number(sequence),
    hash: Buffer.from(sha256, 'hex'),
    record: `${line.slice(0, -end.length)}}`,
  }
}
