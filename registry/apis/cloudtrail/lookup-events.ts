/**
 * LookupEvents (CloudTrail API reference, version 2013-11-01): the records of the caller's own account, the newest first, and
 * what others did in its registry, as far as that is shown to an owner.
 */
import { createHash } from 'node:crypto'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import { repositoryType } from '#registry/domain/audit/audit-record.ts'
import { isGalleryIdentity } from '#registry/domain/audit/to-user-identity.ts'
import type { FoundEvent } from '#registry/store/entities.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { openPageToken, sealPageToken } from '#registry/wire/aws-json/page-token.ts'
import { CloudTrailError } from './cloudtrail-error.ts'
import { decodeLookup, type Lookup } from './decode-lookup.ts'
import { toOwnersRecord } from './to-owners-record.ts'

/** @throws {CloudTrailError} for an input that CloudTrail would refuse too */
export async function lookupEvents(
  service: { store: Pick<Store, 'audit'>; keys: Keys; audit: AuditLog },
  accountId: string,
  body: object,
): Promise<object> {
  const lookup = decodeLookup(accountId, body)
  const token = openToken(service, lookup)
  if (!lookup.isPossible) return { Events: [] }
  // What has happened before the call can be found by it.
  await service.audit.flush()
  const before = token ?? (await service.store.audit.getHead()).sequence + 1
  const { filter, limit } = lookup
  const page = await service.store.audit.find(filter, { before, limit })
  return {
    Events: page.events.filter(isForAccounts).map((event) => toEvent(event, accountId)),
    ...(page.before !== null && { NextToken: sealToken(service, lookup, page.before) }),
  }
}

/** What the gallery reads is nobody's event. Records of before that was so may still be there. */
function isForAccounts({ userName, record }: FoundEvent): boolean {
  return userName !== 'gallery' || !isGalleryIdentity(JSON.parse(record).userIdentity)
}

function toEvent(event: FoundEvent, accountId: string): object {
  const { isOthers } = event
  return {
    EventId: event.eventId,
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    ...(event.accessKeyId !== null && !isOthers && { AccessKeyId: event.accessKeyId }),
    EventTime: event.eventSecond,
    EventSource: event.eventSource,
    ...(event.userName !== null && !isOthers && { Username: event.userName }),
    Resources: toResources(event.resourceName),
    CloudTrailEvent: isOthers ? toOwnersRecord(event.record, accountId) : event.record,
  }
}

function toResources(name: string | null): object[] {
  return name === null ? [] : [{ ResourceType: repositoryType, ResourceName: name }]
}

/** A token goes on with the lookup that it was given for and no other. */
function toScope({ filter }: Lookup) {
  const digest = createHash('sha256').update(JSON.stringify(filter)).digest('base64url')
  return { operation: 'LookupEvents', registryId: filter.accountId, repositoryName: digest }
}

function sealToken({ keys }: { keys: Keys }, lookup: Lookup, before: number): string {
  return sealPageToken(keys, toScope(lookup), [String(before)])
}

function openToken({ keys }: { keys: Keys }, lookup: Lookup): number | null {
  if (lookup.nextToken === null) return null
  try {
    return Number(openPageToken(keys, toScope(lookup), lookup.nextToken)[0])
  } catch (cause) {
    throw new CloudTrailError('InvalidNextTokenException', undefined, { cause })
  }
}
