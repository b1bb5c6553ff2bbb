/** Reads envelopes of notation (Notary Project, "Signature Envelope JWS" and "… COSE"): what is signed, with what, and what they say. Pure. */
import type { Evidence } from './evidence.ts'
import { pick, pickList, pickText, readBoundedJson } from './read-bounded-json.ts'
import { type CborValue, readCbor } from './read-cbor.ts'

export interface NotationEnvelope {
  /** The digest of the artifact that it speaks of. */
  target: string
  /** Certificates in DER, the signer's first. */
  chain: Buffer[]
  /** The bytes that the signature is over. */
  signed: Buffer
  signature: Buffer
  /** As JOSE names it, `PS256`. */
  algorithm: string
  contentType: string | null
  scheme: string | null
  /** Until when it holds, as its signer says; null where it says nothing. */
  expiry: Date | null
  /** Names of protected headers that a reader has to know. */
  critical: string[]
}

const prefix = 'io.cncf.notary.'
/** Headers of COSE (RFC 9052, table 3; RFC 9360). */
const label = { algorithm: 1, critical: 2, contentType: 3, x5chain: 33 } as const
const coseAlgorithms = new Map<CborValue, string>([
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
])

/** @throws {Error} when it is no such envelope */
export function readNotation({ text, isCose }: Extract<Evidence, { format: 'notation' }>): NotationEnvelope {
  return isCose ? readCose(Buffer.from(text, 'base64')) : readJws(text)
}

function readJws(text: string): NotationEnvelope {
  const envelope = readBoundedJson(text)
  const [payload, header, signature] = ['payload', 'protected', 'signature'].map((name) =>
    pick(envelope, name),
  )
  if (typeof payload !== 'string' || typeof header !== 'string' || typeof signature !== 'string') {
    throw new Error('It is no envelope of notation.')
  }
  const said = readBoundedJson(fromBase64Url(header).toString('utf8'))
  const expiry = pickText(said, `${prefix}expiry`)
  return {
    target: readTarget(fromBase64Url(payload)),
    chain: pickList(envelope, 'header', 'x5c').flatMap((one) =>
      typeof one === 'string' ? [Buffer.from(one, 'base64')] : [],
    ),
    signed: Buffer.from(`${header}.${payload}`),
    signature: fromBase64Url(signature),
    algorithm: pickText(said, 'alg') ?? '',
    contentType: pickText(said, 'cty'),
    scheme: pickText(said, `${prefix}signingScheme`),
    expiry: expiry === null ? null : toDate(Date.parse(expiry)),
    critical: pickList(said, 'crit').map(String),
  }
}

/** COSE_Sign1 (RFC 9052): protected header, unprotected header, payload, signature. */
function readCose(bytes: Buffer): NotationEnvelope {
  const parts = readCbor(bytes)
  const [header, open, payload, signature] = Array.isArray(parts) ? parts : []
  if (!Buffer.isBuffer(header) || !Buffer.isBuffer(payload) || !Buffer.isBuffer(signature)) {
    throw new Error('It is no envelope of notation.')
  }
  const said = header.length === 0 ? new Map<CborValue, CborValue>() : readCbor(header)
  if (!(said instanceof Map)) throw new Error('It is no envelope of notation.')
  const chain: CborValue = open instanceof Map ? open.get(label.x5chain) : undefined
  const expiry = said.get(`${prefix}expiry`)
  const critical = said.get(label.critical)
  return {
    target: readTarget(payload),
    chain: (Array.isArray(chain) ? chain : [chain]).flatMap((one) => (Buffer.isBuffer(one) ? [one] : [])),
    signed: toSignedBytes(header, payload),
    signature,
    algorithm: coseAlgorithms.get(said.get(label.algorithm)) ?? '',
    contentType: toText(said.get(label.contentType)),
    scheme: toText(said.get(`${prefix}signingScheme`)),
    expiry: expiry === undefined ? null : toDate(typeof expiry === 'number' ? expiry * 1000 : Number.NaN),
    critical: Array.isArray(critical) ? critical.map(String) : [],
  }
}

function readTarget(payload: Buffer): string {
  const digest = pickText(readBoundedJson(payload.toString('utf8')), 'targetArtifact', 'digest')
  if (digest === null) throw new Error('The envelope names no artifact.')
  return digest
}

/** `Sig_structure` (RFC 9052, section 4.4), with nothing from outside. */
function toSignedBytes(header: Buffer, payload: Buffer): Buffer {
  const context = Buffer.from('Signature1')
  return Buffer.concat([
    Buffer.from([0x84, 0x60 + context.length]),
    context,
    ...[header, Buffer.alloc(0), payload].flatMap((part) => [toByteStringHead(part.length), part]),
  ])
}

/** The shortest form, which is the one that is signed. */
function toByteStringHead(length: number): Buffer {
  if (length < 24) return Buffer.from([0x40 + length])
  if (length < 256) return Buffer.from([0x58, length])
  const head = Buffer.alloc(length < 65_536 ? 3 : 5)
  head[0] = length < 65_536 ? 0x59 : 0x5a
  head.writeUIntBE(length, 1, head.length - 1)
  return head
}

function fromBase64Url(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}

function toText(value: CborValue): string | null {
  return typeof value === 'string' ? value.slice(0, 1_000) : null
}

/** @throws {Error} for what is no time: what nobody can read must not count as no end */
function toDate(ms: number): Date {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) throw new Error('It expires at a time that cannot be read.')
  return date
}
