/**
 * Which image a statement is about, as the statement itself says: in-toto's `subject`, in an envelope or not (in-toto
 * Attestation Framework 1.0, DSSE 1.0, Sigstore bundles), or the payload of cosign's simple signing. Pure.
 */
import { z } from 'zod'
import { type Digest, isDigest } from './digest.ts'

const digests = z.object({ sha256: z.string().optional(), sha512: z.string().optional() })
const statement = z.object({ subject: z.array(z.object({ digest: digests })).min(1) })
const envelope = z.object({ payload: z.string().max(400_000) })
const bundle = z.object({ dsseEnvelope: envelope })
const simpleSigning = z.object({
  critical: z.object({ image: z.object({ 'docker-manifest-digest': z.string() }) }),
})

/** The digest of the image; null where the document names none. */
export function readStatedSubject(bytes: Uint8Array): Digest | null {
  const document = parse(bytes)
  const signed = simpleSigning.safeParse(document)
  if (signed.success) return toDigestOrNull(signed.data.critical.image['docker-manifest-digest'])
  const enclosed = bundle.safeParse(document)
  const enveloped = envelope.safeParse(enclosed.success ? enclosed.data.dsseEnvelope : document)
  const stated = statement.safeParse(
    enveloped.success ? parse(Buffer.from(enveloped.data.payload, 'base64')) : document,
  )
  if (!stated.success) return null
  const { sha256, sha512 } = stated.data.subject[0]?.digest ?? {}
  return toDigestOrNull(`sha256:${sha256}`) ?? toDigestOrNull(`sha512:${sha512}`)
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

function toDigestOrNull(text: string): Digest | null {
  return isDigest(text) ? text : null
}
