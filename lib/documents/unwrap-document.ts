/**
 * Takes a document out of what it is signed and sent in: a Sigstore bundle (protobuf-specs, v0.3), a DSSE envelope (DSSE 1.0), an
 * in-toto statement (in-toto attestation 1.0). The signature is not looked at here. Pure.
 */
import { getList, getMember, getText, toText } from './document-members.ts'
import { DocumentError, parseDocument } from './parse-document.ts'

export interface UnwrappedDocument {
  document: unknown
  /** Of the in-toto statement; null for a document that came as it is. */
  predicateType: string | null
  /** What the statement says that it speaks of, as `sha256:…`, or `unknown` for what no digest of an image names; empty where it says nothing. */
  subjects: string[]
}

/** Bundle, envelope, statement, and one more. */
const maxLayers = 5
const maxSubjects = 100
/** Images are named by these. */
const imageHex = { sha256: /^[0-9a-f]{64}$/, sha512: /^[0-9a-f]{128}$/ }
const anyHex = /^[0-9a-f]{32,200}$/i

/** Reads the bytes as JSON, and takes off what is around the document. @throws {DocumentError} */
export function unwrapDocument(bytes: Uint8Array): UnwrappedDocument {
  let document = parseJson(bytes)
  let predicateType: string | null = null
  let subjects: string[] = []
  for (let layer = 0; layer < maxLayers; layer++) {
    const envelope = getMember(document, 'dsseEnvelope') ?? document
    const payload = getMember(envelope, 'payload')
    if (typeof payload === 'string' && getText(envelope, 'payloadType') !== null) {
      document = parseJson(Buffer.from(payload, 'base64'))
      continue
    }
    const report = getMember(document, 'sbom')
    if (typeof report === 'object' && report !== null && getText(document, 'media_type') !== null) {
      // The report of a scanner of Harbor.
      document = report
      continue
    }
    const type = getText(document, 'predicateType')
    if (type === null || getMember(document, 'predicate') === undefined) break
    predicateType = type
    subjects = listSubjects(document)
    document = toPredicate(getMember(document, 'predicate'))
  }
  return { document, predicateType, subjects }
}

/** Older versions of cosign put a document into `Data`, as a text or as it is. */
function toPredicate(predicate: unknown): unknown {
  const data = getMember(predicate, 'Data')
  if (typeof data === 'object' && data !== null) return data
  return typeof data === 'string' && data.trimStart().startsWith('{') ? parseDocument(data) : predicate
}

function listSubjects(statement: unknown): string[] {
  return getList(statement, 'subject').slice(0, maxSubjects).flatMap(toDigests).slice(0, maxSubjects)
}

/** What is named by a digest of another kind is something else than an image, and not what the statement is attached to. */
function toDigests(subject: unknown): string[] {
  const stated = getMember(subject, 'digest')
  const found = (['sha256', 'sha512'] as const).flatMap((algorithm) => {
    const hex = toText(getMember(stated, algorithm))?.toLowerCase() ?? ''
    return imageHex[algorithm].test(hex) ? [`${algorithm}:${hex}`] : []
  })
  if (found.length > 0 || typeof stated !== 'object' || stated === null) return found
  return Object.values(stated)
    .slice(0, 10)
    .some((one) => typeof one === 'string' && anyHex.test(one))
    ? ['unknown']
    : []
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new DocumentError('not-utf-8', { cause })
  }
  return parseDocument(text)
}
