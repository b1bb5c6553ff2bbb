/**
 * Reads what is attached to an image as evidence: the layers of its manifest that a signer or builder wrote, within bounds. What is
 * larger than these is named, and not read.
 */
import type { Attachment } from '#lib/oci/attachment.ts'
import { isProvenancePredicate } from '#lib/oci/attachment.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { toDigest } from '#lib/oci/digest.ts'
import type { Descriptor, Manifest } from '#lib/oci/manifest.ts'
import { MANIFEST_MEDIA_TYPES } from '#lib/oci/media-types.ts'
import { DistributionError, toStatusError } from '#lib/oci-client/distribution-error.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { CosignAnnotations, Evidence } from './evidence.ts'
import type { Proof } from './proof.ts'

/** A signed bill of materials of some thousand packages. */
const maxBytes = 16 * 1024 * 1024
/** One statement of each kind is usual; who signs again and again adds layers to the same manifest. */
const maxLayers = 12
/** Of all of them together: they are in memory at once, of two attachments at a time. */
const maxTotalBytes = 32 * 1024 * 1024

export interface Collected {
  /** To be judged. */
  evidence: Evidence[]
  /** What is told without being read. */
  untold: Pick<Proof, 'format' | 'doubt' | 'detail' | 'predicateType'>[]
}

/**
 * Reads all evidence of one attachment.
 * @throws {DistributionError}
 */
export async function collectEvidence(
  client: RegistryClient,
  name: string,
  { digest }: Pick<Attachment, 'digest'>,
  signal: AbortSignal,
): Promise<Collected> {
  const { manifest } = await client.getManifest(name, digest)
  const collected: Collected = { evidence: [], untold: [] }
  if (manifest.kind !== 'image') return collected
  // Signatures of one payload differ in their annotations alone.
  const read = new Map<string, Buffer>()
  let left = maxTotalBytes
  for (const layer of manifest.layers.slice(0, maxLayers)) {
    const format = findFormat(layer.mediaType)
    if (format === null) continue
    const predicateType = statePredicate(layer, manifest)
    const untold = { format, doubt: 'unsigned' as const, detail: '', predicateType }
    const known = read.get(layer.digest)
    if (layer.sizeBytes > (known === undefined ? Math.min(maxBytes, left) : maxBytes)) {
      collected.untold.push({ ...untold, doubt: 'too-large', detail: String(layer.sizeBytes) })
    } else if (format === 'statement' && predicateType !== null && !isProvenancePredicate(predicateType)) {
      // Nobody signed it, and what it states is read elsewhere.
      collected.untold.push(untold)
    } else {
      const bytes = known ?? (await readBlob(client, name, layer, signal))
      if (known === undefined) left -= bytes.length
      read.set(layer.digest, bytes)
      collected.evidence.push(toEvidence(format, layer, bytes))
    }
  }
  return collected
}

/**
 * The bytes of manifests, in base64 by digest, for signatures that are over them. One that is not there now says nothing of a signature:
 * what is judged without it would be kept.
 * @throws {DistributionError}
 */
export async function readManifests(
  client: RegistryClient,
  name: string,
  digests: readonly Digest[],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const digest of digests) {
    const { status, bytes } = await client.getDocument(
      name,
      `manifests/${digest}`,
      MANIFEST_MEDIA_TYPES.join(', '),
    )
    if (status !== 200) throw toStatusError(status, `${name}@${digest}`)
    if (toDigest('sha256', bytes) !== digest)
      throw new DistributionError('wrong-digest', `${name}@${digest} has other bytes than its digest says.`)
    found[digest] = Buffer.from(bytes).toString('base64')
  }
  return found
}

/** True when the bundle may be over the manifest's own bytes. */
export function needsManifests(evidence: readonly Evidence[]): boolean {
  return evidence.some((one) => one.format === 'bundle' && one.text.includes('messageSignature'))
}

function findFormat(mediaType: string): Evidence['format'] | null {
  const type = mediaType.toLowerCase()
  if (type.startsWith('application/vnd.dev.sigstore.bundle')) return 'bundle'
  if (type === 'application/vnd.dev.cosign.simplesigning.v1+json') return 'simple-signing'
  if (type === 'application/vnd.dsse.envelope.v1+json') return 'envelope'
  if (type === 'application/vnd.in-toto+json') return 'statement'
  return type === 'application/jose+json' || type === 'application/cose' ? 'notation' : null
}

function statePredicate({ annotations }: Descriptor, manifest: Manifest): string | null {
  return (
    annotations['in-toto.io/predicate-type'] ??
    annotations.predicateType ??
    manifest.annotations['dev.sigstore.bundle.predicateType'] ??
    null
  )
}

function toEvidence(
  format: Evidence['format'],
  { mediaType, annotations }: Descriptor,
  bytes: Buffer,
): Evidence {
  const cosign: CosignAnnotations = {
    signature: annotations['dev.cosignproject.cosign/signature'] ?? null,
    certificate: annotations['dev.sigstore.cosign/certificate'] ?? null,
    rekorBundle: annotations['dev.sigstore.cosign/bundle'] ?? null,
  }
  const isCose = mediaType.toLowerCase() === 'application/cose'
  if (format === 'notation') return { format, isCose, text: bytes.toString(isCose ? 'base64' : 'utf8') }
  const text = bytes.toString('utf8')
  return format === 'simple-signing' || format === 'envelope' ? { format, text, ...cosign } : { format, text }
}

async function readBlob(
  client: RegistryClient,
  name: string,
  { digest }: Descriptor,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await client.openBlob(name, digest, { maxBytes, signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
