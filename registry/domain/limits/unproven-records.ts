/**
 * How many records strangers can put into the audit log: a call with a bad signature names whatever access key it likes, and
 * is recorded for the account of the key. Always on, as each record stays for months and costs a write to the disk.
 */
import { toClientNetwork } from '#lib/net/client-address.ts'
import { createTokenBuckets, type Rate } from '#lib/net/token-buckets.ts'

export interface UnprovenRecords {
  /** True when one more may be written for this address; count only what would be written. */
  take(sourceIp: string): boolean
}

/** More than somebody needs who looks for their mistake. */
const ofClient: Rate = { perSecond: 1, burst: 60 }
const ofAll: Rate = { perSecond: 10, burst: 1000 }

export function createUnprovenRecords(clock: () => Date): UnprovenRecords {
  const clients = createTokenBuckets(clock)
  const all = createTokenBuckets(clock, 1)
  return {
    take: (sourceIp) =>
      clients.take(toClientNetwork(sourceIp), ofClient).isAllowed && all.take('all', ofAll).isAllowed,
  }
}
