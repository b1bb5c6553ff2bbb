/**
 * The documents of one attachment: its manifest names them, each is read in a thread, and what was read is a finding under the digest of that
 * manifest. A document that cannot be read is found out once, too.
 */
import { z } from 'zod'
import type { Findings } from '#lib/findings/create-findings.ts'
import type { FindingKind } from '#lib/findings/finding-kind.ts'
import { toBuildTime } from '#lib/oci/build-time.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import type { Descriptor, Manifest } from '#lib/oci/manifest.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { WorkExceededError } from '#lib/workers/worker-pool.ts'
import { type DocumentHead, type DocumentLists, type DocumentTrouble, documentHead } from './document-head.ts'
import { getDocumentPool } from './document-pool.ts'

/** A document larger than this is not read. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
const maxDocuments = 8
const emptyLists = '{"packages":[],"vulnerabilities":[],"statements":[]}'

export interface AttachedDocument extends DocumentHead {
  /** Of the blob. */
  digest: Digest
  sizeBytes: number
  mediaType: string
  /** Its lists; parsed at each call. */
  readLists(): DocumentLists
}

export interface AttachedDocuments {
  /** What the manifest says that it refers to; null where it says nothing. */
  subject: string | null
  /** When it was attached, as its annotation says. */
  attachedAt: string | null
  documents: AttachedDocument[]
}

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value))
const heads = z.object({
  subject: z.string().nullable(),
  attachedAt: z.string().nullable(),
  documents: z.array(documentHead.extend({ digest, sizeBytes: z.int().min(0), mediaType: z.string() })),
})

/** What is kept of one attachment: the lists of its documents together; a page unpacks those of several. */
const maxKeptCharacters = 6_000_000
/** Of its documents together; the others are not fetched. */
const maxTotalBytes = 2 * MAX_DOCUMENT_BYTES

/** One line with all heads, then one for the lists of each document, which are not taken apart before they are asked for. */
const kind: FindingKind<AttachedDocuments & { lines: Buffer }> = {
  name: 'attached-documents',
  version: 4,
  deadlineMs: 120_000,
  encode: ({ lines, ...value }) => Buffer.concat([Buffer.from(`${JSON.stringify(value)}\n`), lines]),
  decode: (bytes) => {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = whole.indexOf('\n')
    return withLists(heads.parse(JSON.parse(whole.toString('utf8', 0, end))), whole.subarray(end + 1))
  },
}

/** What is known of an attachment, which is read now where it is not; waits for at most `waitMs`. */
export function findAttachedDocuments(
  findings: Findings,
  client: RegistryClient,
  { name, attachment, waitMs }: { name: string; attachment: Digest; waitMs: number },
) {
  const work = async (signal: AbortSignal) => {
    const { manifest } = await client.getManifest(name, attachment)
    const read: {
      head: DocumentHead & Pick<AttachedDocument, 'digest' | 'sizeBytes' | 'mediaType'>
      line: string
    }[] = []
    let totalBytes = 0
    let keptCharacters = 0
    for (const blob of listDocumentBlobs(manifest)) {
      totalBytes += blob.sizeBytes
      const text =
        totalBytes > maxTotalBytes
          ? toUnread('too-large-together')
          : await readBlob(client, { name, blob, signal })
      keptCharacters += text.length
      const kept = keptCharacters > maxKeptCharacters ? toUnread('too-long-together') : text
      const [head = '', line = ''] = kept.split('\n')
      const { digest: blobDigest, sizeBytes, mediaType } = blob
      read.push({
        head: { ...documentHead.parse(JSON.parse(head)), digest: blobDigest, sizeBytes, mediaType },
        line,
      })
    }
    const value = {
      subject: manifest.subject?.digest ?? null,
      attachedAt: toAttachedAt(manifest),
      documents: read.map(({ head }) => head),
    }
    return withLists(value, Buffer.from(read.map(({ line }) => line).join('\n')))
  }
  return findings.find({ kind, key: attachment, work }, waitMs)
}

function withLists(value: z.infer<typeof heads>, lines: Buffer): AttachedDocuments & { lines: Buffer } {
  const documents = value.documents.map((head, at) => ({
    ...head,
    readLists: (): DocumentLists => JSON.parse(findLine(lines, at) || emptyLists),
  }))
  return { ...value, documents, lines }
}

function findLine(lines: Buffer, at: number): string {
  let start = 0
  for (let line = 0; line < at; line++) start = lines.indexOf('\n', start) + 1
  const end = lines.indexOf('\n', start)
  return lines.toString('utf8', start, end < 0 ? lines.length : end)
}

/** The blobs of an attachment that may be documents. Media types say little: many are pushed as plain JSON, or as nothing known. */
export function listDocumentBlobs(manifest: Manifest): Descriptor[] {
  if (manifest.kind !== 'image') return []
  return manifest.layers
    .filter(({ mediaType, annotations }) => {
      const predicate = annotations['in-toto.io/predicate-type'] ?? annotations.predicateType ?? ''
      // How an image was built is no list of what is in it, and can be as large.
      if (/slsa\.dev\/provenance/.test(predicate)) return false
      return /json|spdx|cyclonedx|sarif|in-toto|dsse|octet-stream|text\//i.test(mediaType)
    })
    .slice(0, maxDocuments)
}

async function readBlob(
  client: RegistryClient,
  { name, blob, signal }: { name: string; blob: Descriptor; signal: AbortSignal },
): Promise<string> {
  if (blob.sizeBytes > MAX_DOCUMENT_BYTES) return toUnread('too-large')
  const chunks: Uint8Array[] = []
  for await (const chunk of await client.openBlob(name, blob.digest, {
    // No more than its manifest says that it has.
    maxBytes: blob.sizeBytes,
    signal,
  })) {
    chunks.push(chunk)
  }
  try {
    const { text } = await getDocumentPool().run(Buffer.concat(chunks), {
      deadlineMs: 15_000,
      waitMs: 60_000,
    })
    return text
  } catch (error) {
    if (!(error instanceof WorkExceededError)) throw error
    return toUnread('too-much-work')
  }
}

function toUnread(trouble: DocumentTrouble): string {
  const head: DocumentHead = { subjects: [], packages: null, scan: null, vex: null, trouble }
  return `${JSON.stringify(head)}\n`
}

function toAttachedAt({ annotations }: Manifest): string | null {
  const stated =
    annotations['org.opencontainers.image.created'] ??
    annotations['org.opencontainers.artifact.created'] ??
    ''
  return toBuildTime(stated)
}
