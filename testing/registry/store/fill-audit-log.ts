/** An audit log with as many records as are wished, for what has to be tried with many. */
import { randomUUID } from 'node:crypto'
import { toAuditEvent } from '#registry/domain/audit/audit-record.ts'
import { operatorIdentity } from '#registry/domain/audit/to-user-identity.ts'
import { openStore } from '#registry/store/open-store.ts'

const batch = 1_000
const gapMs = 5_000

/**
 * Appends records of calls, the last of them of now and one each five seconds before, in a store that no program has open.
 * @param now when the last one was
 */
export async function fillAuditLog(dataDir: string, records: number, now: Date): Promise<void> {
  const store = await openStore({ dataDir })
  for (let first = 0; first < records; first += batch) {
    const events = Array.from({ length: Math.min(batch, records - first) }, (_, at) =>
      toAuditEvent(
        {
          eventSource: 'ecr-public.amazonaws.com',
          eventName: 'CreateRepository',
          readOnly: false,
          userIdentity: operatorIdentity,
          sourceIPAddress: '192.0.2.1',
          userAgent: 'aws-cli/2.27.0 md/awscrt#0.26.1 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13',
          requestId: randomUUID(),
          at: new Date(now.getTime() - (records - first - at) * gapMs),
        },
        { ownerAccountId: null, arn: `arn:aws:ecr-public::111111111111:repository/team/app-${first + at}` },
        {
          requestParameters: { repositoryName: `team/app-${first + at}` },
          responseElements: { repository: { repositoryName: `team/app-${first + at}` } },
          error: null,
        },
        randomUUID(),
      ),
    )
    await store.transaction((tx) => tx.audit.append(events))
  }
  await store.close()
}
