/**
 * Does again what the audit files know and the metadata has lost: repositories that were made and deleted, and images whose
 * blobs are there. Adds the records to the log, so that its chain is whole. What cannot be done again is told.
 */
import { z } from 'zod'
import { type Digest, isDigest, parseDigest, toDigest } from '#lib/oci/digest.ts'
import { readManifest } from '#lib/oci/manifest.ts'
import { DamagedAuditFile, listAuditFiles, readAuditLines } from '#registry/domain/audit/audit-file-list.ts'
import { parseAuditLine } from '#registry/domain/audit/audit-line.ts'
import { repositoryType, toRepositoryName } from '#registry/domain/audit/audit-record.ts'
import { acceptImage } from '#registry/domain/images/accept-image.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { listReferences } from '#registry/domain/images/list-references.ts'
import type { AuditEvent } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Transaction } from '#registry/store/verbs.ts'
import { noteBlobs } from './rebuild-images.ts'

export interface Redone {
  /** Records that were added to the log. */
  records: number
  /** A line for each change that was done again. */
  done: string[]
  /** A line for each that could not be. */
  lost: string[]
}

const recordSchema = z.looseObject({
  eventID: z.string(),
  eventTime: z.string(),
  eventSource: z.string(),
  eventName: z.string(),
  readOnly: z.boolean(),
  recipientAccountId: z.string().optional(),
  errorCode: z.string().optional(),
  userIdentity: z.looseObject({ userName: z.string().optional(), accessKeyId: z.string().optional() }),
  resources: z
    .array(z.looseObject({ accountId: z.string().optional(), type: z.string().optional(), ARN: z.string() }))
    .default([]),
  requestParameters: z
    .looseObject({
      repositoryName: z.string().optional(),
      imageManifest: z.string().optional(),
      imageManifestMediaType: z.string().optional(),
      imageDigest: z.string().optional(),
      imageTag: z.string().optional(),
      imageIds: z
        .array(z.looseObject({ imageDigest: z.string().optional(), imageTag: z.string().optional() }))
        .optional(),
      imageTags: z.array(z.string()).optional(),
    })
    .nullish(),
})
type AuditRecord = z.infer<typeof recordSchema>

/** What makes no difference once it is over, or is done with what follows it. */
const passing = new Set([
  ...['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload', 'CancelLayerUpload'],
  ...['GetAuthorizationToken'],
])

/**
 * @param kept `newestKept` is the last record that the metadata itself has kept, after which everything is lost; null when that
 *   is not known. `isTorn`: repositories before it may be lost, too, and are made again with all that was done to them since
 */
export async function redoLostChanges(
  service: { store: Store; images: ImageWork; dataDir: string },
  { newestKept, isTorn }: { newestKept: number | null; isTorn: boolean },
): Promise<Redone> {
  const { store, dataDir } = service
  const deletedAt = isTorn ? await findLastDeletions(dataDir) : new Map<string, number>()
  const remade = new Set<string>()
  const isLost = async (record: AuditRecord, sequence: number): Promise<boolean> => {
    if (sequence > (newestKept ?? Number.POSITIVE_INFINITY)) return true
    const key = toRepositoryKey(record)
    if (!isTorn || sequence <= (deletedAt.get(key) ?? 0)) return false
    if (record.eventName === 'CreateRepository') {
      const { accountId, name } = toRepository(record)
      if ((await store.repositories.get(accountId, name)) === null) remade.add(key)
    }
    return remade.has(key) || isLostImage(record, sequence)
  }
  const restored = new Set<string>()
  /** Of a repository that was kept: an image that is not there, and was not deleted since. */
  const isLostImage = async (record: AuditRecord, sequence: number): Promise<boolean> => {
    const text = record.requestParameters?.imageManifest
    if (record.eventName !== 'PutImage' || text === undefined) return false
    const digest = toImageDigest(record, Buffer.from(text))
    const key = `${toRepositoryKey(record)}@${digest}`
    if (sequence <= (deletedAt.get(key) ?? 0)) return false
    const { accountId, name } = toRepository(record)
    const repository = await store.repositories.get(accountId, name)
    if (repository === null) return false
    const isThere = (await store.images.listStored(repository.repositoryId, [digest])).has(digest)
    const { imageTag, imageTags = imageTag === undefined ? [] : [imageTag] } = record.requestParameters ?? {}
    const pointers = imageTags.map((tag) => `${toRepositoryKey(record)}:${tag}`)
    // A tag that is set again goes on from there as it did.
    if (isThere && !pointers.some((pointer) => restored.has(pointer))) return false
    for (const pointer of pointers) restored.add(pointer)
    return true
  }
  const redone: Redone = { records: 0, done: [], lost: [] }
  let head = await store.audit.getHead()
  for await (const line of readLines(dataDir)) {
    const parsed = parseAuditLine(line)
    if (parsed === null || (parsed.sequence <= head.sequence && !isTorn)) continue
    if (parsed.sequence > head.sequence + 1) {
      redone.lost.push(`the files have no record ${head.sequence + 1}; the log ends there`)
      break
    }
    const record = recordSchema.parse(JSON.parse(parsed.record))
    const isChange = !record.readOnly && record.errorCode === undefined && !passing.has(record.eventName)
    const what = `${record.eventTime} ${record.eventName} ${toSubject(record)}`
    if (parsed.sequence > head.sequence) {
      await store.transaction((tx) => tx.audit.append([toEvent(record, parsed.record)]))
      head = await store.audit.getHead()
      redone.records += 1
    }
    if (!isChange || !(await isLost(record, parsed.sequence))) continue
    const problem = await redo(service, record).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    )
    if (problem === null) redone.done.push(what)
    else redone.lost.push(`${what}: ${problem}`)
  }
  return redone
}

async function* readLines(dataDir: string): AsyncGenerator<string> {
  for (const file of listAuditFiles(dataDir)) {
    try {
      yield* readAuditLines(file)
    } catch (error) {
      // What could be read of it counts; the rest may be in the metadata.
      if (!(error instanceof DamagedAuditFile)) throw error
    }
  }
}

/** Of each repository and image (`…@DIGEST`) that was deleted: the last time, as a place in the log. */
async function findLastDeletions(dataDir: string): Promise<Map<string, number>> {
  const deletedAt = new Map<string, number>()
  for await (const line of readLines(dataDir)) {
    if (!/"(?:DeleteRepository|BatchDeleteImage)"/.test(line)) continue
    const parsed = parseAuditLine(line)
    const record = recordSchema.safeParse(parsed === null ? null : JSON.parse(parsed.record)).data
    if (parsed === null || record?.eventName !== 'DeleteRepository' || record.errorCode !== undefined)
      continue
    deletedAt.set(toRepositoryKey(record), parsed.sequence)
  }
  return deletedAt
}

function toRepository({ resources: [resource], recipientAccountId, requestParameters }: AuditRecord) {
  return {
    accountId: resource?.accountId ?? recipientAccountId ?? '',
    name: requestParameters?.repositoryName ?? '',
  }
}

function toRepositoryKey(record: AuditRecord): string {
  const { accountId, name } = toRepository(record)
  return `${accountId}/${name}`
}

function toSubject({ resources: [resource], requestParameters }: AuditRecord): string {
  return resource?.ARN ?? requestParameters?.repositoryName ?? ''
}

function toEvent(record: AuditRecord, text: string): AuditEvent {
  const { userIdentity, resources } = record
  const [resource] = resources
  const accountId = record.recipientAccountId ?? null
  const owner = resource?.accountId ?? null
  return {
    eventId: record.eventID,
    eventSecond: Date.parse(record.eventTime) / 1000,
    eventSource: record.eventSource,
    eventName: record.eventName,
    readOnly: record.readOnly,
    accountId,
    ownerAccountId: accountId === null || owner === accountId ? null : owner,
    userName: userIdentity.userName ?? null,
    accessKeyId: userIdentity.accessKeyId ?? null,
    resourceName: resource?.type === repositoryType ? toRepositoryName(resource.ARN) : null,
    record: text,
  }
}

/** @returns why it cannot be done; null when it is */
async function redo(
  { store, images }: { store: Store; images: ImageWork },
  record: AuditRecord,
): Promise<string | null> {
  const { accountId, name } = toRepository(record)
  const at = new Date(record.eventTime).toISOString()
  const known = await store.repositories.get(accountId, name)
  switch (record.eventName) {
    case 'CreateRepository':
      if (known === null) {
        await store.transaction(async (tx) => {
          await tx.repositories.insert({ accountId, name, at })
          await tx.changes.record({ accountId, repositoryName: name, at })
        })
      }
      return null
    case 'DeleteRepository':
      if (known !== null) await store.transaction((tx) => tx.repositories.delete(known.repositoryId))
      return null
    case 'BatchDeleteImage':
      if (known !== null) await deleteImages(store, known.repositoryId, record, at)
      return null
    case 'PutImage':
      if (known === null) return 'the repository is lost'
      return store.transaction((tx) => putImage({ store, images }, tx, known.repositoryId, record, at))
    default:
      return 'this has to be done again by hand'
  }
}

async function deleteImages(
  store: Store,
  repositoryId: number,
  record: AuditRecord,
  at: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    for (const { imageDigest, imageTag } of record.requestParameters?.imageIds ?? []) {
      if (imageTag !== undefined) await tx.tags.delete(repositoryId, imageTag, at)
      else if (imageDigest !== undefined && isDigest(imageDigest)) {
        await tx.images.delete(repositoryId, imageDigest, at)
      }
    }
  })
}

/** A manifest that was pushed by a digest of another algorithm keeps it. */
function toImageDigest({ requestParameters }: AuditRecord, content: Uint8Array): Digest {
  const { algorithm = 'sha256' } = parseDigest(requestParameters?.imageDigest ?? '') ?? {}
  return toDigest(algorithm, content)
}

async function putImage(
  { store, images }: { store: Store; images: ImageWork },
  tx: Transaction,
  repositoryId: number,
  record: AuditRecord,
  at: string,
): Promise<string | null> {
  const { imageManifest, imageManifestMediaType, imageTag, imageTags } = record.requestParameters ?? {}
  if (imageManifest === undefined) return 'the record does not have the manifest'
  const content = Buffer.from(imageManifest)
  const manifest = await readManifest(content, imageManifestMediaType ?? null, 'pull')
  await noteBlobs({ store, images }, tx, repositoryId, listReferences(manifest), at)
  const tags = imageTags ?? (imageTag === undefined ? [] : [imageTag])
  const digest = toImageDigest(record, content)
  await acceptImage({ images }, tx, repositoryId, { manifest, content, digest, tags, at })
  return null
}
