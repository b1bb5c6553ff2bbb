/**
 * Envelopes of notation (Notary Project "Signature Envelope JWS/COSE"): what they say is read, nothing is verified, as this gallery has
 * no trust store of notation. Pure.
 */
import { X509Certificate } from 'node:crypto'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Evidence } from './evidence.ts'
import type { Proof } from './proof.ts'
import { pick, pickText, readBoundedJson } from './read-bounded-json.ts'
import { type CborValue, readCbor } from './read-cbor.ts'

/** The header of COSE that holds the chain (RFC 9360). */
const x5chain = 33

/** @throws {Error} when it is no such envelope */
export function judgeNotation(
  { text, isCose }: Extract<Evidence, { format: 'notation' }>,
  subjects: readonly string[],
): Pick<Proof, 'doubt' | 'subject' | 'claimedSigner' | 'detail'> {
  const { payload, certificate } = isCose ? readCose(Buffer.from(text, 'base64')) : readJws(text)
  const digest = pickText(readBoundedJson(payload), 'targetArtifact', 'digest')
  if (digest === null) throw new Error('The envelope names no artifact.')
  const subject = subjects.includes(digest) ? digest : null
  return {
    doubt: subject === null ? 'other-image' : 'no-trust-store',
    subject,
    claimedSigner: certificate && toShownText(toName(certificate), 300),
    detail: '',
  }
}

function readJws(text: string) {
  const envelope = readBoundedJson(text)
  const payload = pick(envelope, 'payload')
  const chain = pick(envelope, 'header', 'x5c', 0)
  if (typeof payload !== 'string') throw new Error('It is no envelope of notation.')
  return {
    payload: Buffer.from(payload, 'base64url').toString('utf8'),
    certificate: typeof chain === 'string' ? Buffer.from(chain, 'base64') : null,
  }
}

/** COSE_Sign1 (RFC 9052): protected header, unprotected header, payload, signature. */
function readCose(bytes: Buffer) {
  const parts = readCbor(bytes)
  const [, header, payload] = Array.isArray(parts) ? parts : []
  if (!Buffer.isBuffer(payload)) throw new Error('It is no envelope of notation.')
  const chain: CborValue = header instanceof Map ? header.get(x5chain) : undefined
  const first = Array.isArray(chain) ? chain[0] : chain
  return { payload: payload.toString('utf8'), certificate: Buffer.isBuffer(first) ? first : null }
}

/** `CN=test.example.com, O=Notary`: the subject as tools print it. */
function toName(certificate: Buffer): string {
  try {
    return new X509Certificate(certificate).subject.split('\n').reverse().join(', ')
  } catch {
    return 'an unreadable certificate'
  }
}
