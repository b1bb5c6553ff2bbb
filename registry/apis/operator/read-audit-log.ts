/** Shows the operator records of the audit log, of all accounts in their order or of one account by what is looked for. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import type { UserIdentity } from '#registry/domain/audit/to-user-identity.ts'
import { requireAccount } from '#registry/domain/identities/require-account.ts'
import type { AuditFilter, FoundEvent } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { OperatorCall } from './operator-verb.ts'

/** What is shown of a record; with `--json` it is all there. */
export interface ShownRecord {
  eventTime: string
  eventName: string
  userIdentity: UserIdentity
  resources?: { ARN: string }[]
  errorCode?: string
}

const followIntervalMs = 500

/** Emits the newest records, the oldest of them first, and then those that come until the caller has gone. */
export async function tailAuditLog(
  { store, audit }: { store: Pick<Store, 'audit'>; audit: AuditLog },
  { lines, follow }: { lines: number; follow: boolean },
  { emit, signal }: OperatorCall,
): Promise<object> {
  await audit.flush()
  let { sequence } = await store.audit.getHead()
  sequence -= lines
  for (;;) {
    const events = await store.audit.list(sequence)
    for (const { record } of events) emit(JSON.parse(record))
    sequence = events.at(-1)?.sequence ?? sequence
    if (events.length > 0) continue
    if (!follow || signal.aborted) return {}
    // A reader that follows ends it by going away.
    await sleep(followIntervalMs, undefined, { signal }).catch(() => {})
  }
}

/** @throws {OperatorError} when there is no such account */
export async function lookUpAuditLog(
  { store, audit }: { store: Pick<Store, 'accounts' | 'audit'>; audit: AuditLog },
  request: {
    account: string
    eventName?: string | undefined
    user?: string | undefined
    key?: string | undefined
    repository?: string | undefined
    from?: string | undefined
    to?: string | undefined
    lines: number
  },
): Promise<{ records: ShownRecord[] }> {
  await requireAccount(store, request.account)
  await audit.flush()
  const filter = toFilter(request)
  const found: FoundEvent[] = []
  let before: number | null = (await store.audit.getHead()).sequence + 1
  while (before !== null && found.length < request.lines) {
    const limit = request.lines - found.length
    const page = await store.audit.find(filter, { before, limit })
    found.push(...page.events)
    before = page.before
  }
  return { records: found.map(({ record }) => JSON.parse(record)) }
}

function toFilter(request: Parameters<typeof lookUpAuditLog>[1]): AuditFilter {
  const { account, eventName, user, key, repository, from, to } = request
  return {
    accountId: account,
    reader: 'operator',
    ...(eventName !== undefined && { eventName }),
    ...(user !== undefined && { userName: user }),
    ...(key !== undefined && { accessKeyId: key }),
    ...(repository !== undefined && { resourceName: repository }),
    ...(from !== undefined && { fromSecond: Math.ceil(Date.parse(from) / 1000) }),
    ...(to !== undefined && { toSecond: Math.floor(Date.parse(to) / 1000) }),
  }
}
