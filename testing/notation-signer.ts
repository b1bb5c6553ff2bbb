/** An authority of a test's own, and what notation would sign with its certificates, JWS and COSE; the certificates are made with openssl. */
import { execFileSync } from 'node:child_process'
import { constants, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TestSigner {
  /** In PEM. */
  certificate: string
  /** In DER, its own first. */
  chain: Buffer[]
  key: KeyObject
}

export interface IssueOptions {
  subject?: string
  /** Extensions as openssl writes them. */
  extensions?: readonly string[]
  key?: readonly string[]
  by?: TestSigner
}

export const CODE_SIGNER = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=codeSigning']
export const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']
const p256 = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
let count = 0

/** Valid for a hundred days; by itself where nobody is named. */
export function issueCertificate(
  folder: string,
  { subject = '/C=US/O=Acme/CN=Signer', extensions = CODE_SIGNER, key = p256, by }: IssueOptions = {},
): TestSigner {
  const at = (end: string) => join(folder, `${count}.${end}`)
  count++
  const args = ['req', '-x509', '-newkey', ...key, '-nodes', '-days', '100', '-subj', subject]
  const files = ['-keyout', at('key'), '-out', at('pem')]
  const issuer: string[] = []
  if (by) {
    writeFileSync(at('ca'), by.certificate)
    writeFileSync(at('ca.key'), by.key.export({ format: 'pem', type: 'pkcs8' }))
    issuer.push('-CA', at('ca'), '-CAkey', at('ca.key'))
  }
  writeFileSync(at('cnf'), `[req]\ndistinguished_name=name\n[name]\n[x]\n${extensions.join('\n')}\n`)
  const config = ['-config', at('cnf'), '-extensions', 'x']
  execFileSync('openssl', [...args, ...files, ...issuer, ...config], { stdio: 'pipe' })
  const certificate = readFileSync(at('pem'), 'utf8')
  const chain = [new X509Certificate(certificate).raw, ...(by?.chain ?? [])]
  return { certificate, chain, key: createPrivateKey(readFileSync(at('key'))) }
}

export interface EnvelopeOptions {
  header?: Record<string, unknown>
  chain?: readonly Buffer[]
  algorithm?: string
}

const prefix = 'io.cncf.notary.'
const contentType = 'application/vnd.cncf.notary.payload.v1+json'

/** An envelope in JWS, as plain data, so that a test can spoil it. */
export function signJws(digest: string, signer: TestSigner, options: EnvelopeOptions = {}) {
  const header = {
    alg: options.algorithm ?? 'ES256',
    cty: contentType,
    crit: [`${prefix}signingScheme`],
    [`${prefix}signingScheme`]: 'notary.x509',
    ...options.header,
  }
  const [head, payload] = [header, toPayload(digest)].map((one) =>
    Buffer.from(JSON.stringify(one)).toString('base64url'),
  )
  const signature = signBytes(Buffer.from(`${head}.${payload}`), signer.key, header.alg)
  return {
    payload,
    protected: head,
    header: { x5c: (options.chain ?? signer.chain).map((one) => one.toString('base64')) },
    signature: signature.toString('base64url'),
  }
}

/** An envelope in COSE. */
export function signCose(digest: string, signer: TestSigner): Buffer {
  const header = toCbor(
    new Map<unknown, unknown>([
      [1, -7],
      [2, [`${prefix}signingScheme`]],
      [3, contentType],
      [`${prefix}signingScheme`, 'notary.x509'],
    ]),
  )
  const payload = Buffer.from(JSON.stringify(toPayload(digest)))
  const signed = toCbor(['Signature1', header, Buffer.alloc(0), payload])
  const open = new Map([[33, [...signer.chain]]])
  const signature = signBytes(signed, signer.key, 'ES256')
  return Buffer.concat([Buffer.from([0xd2]), toCbor([header, open, payload, signature])])
}

function toPayload(digest: string) {
  return { targetArtifact: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 2 } }
}

function signBytes(bytes: Buffer, key: KeyObject, algorithm: string): Buffer {
  const hash = `sha${algorithm.slice(2)}`
  return algorithm.startsWith('PS')
    ? sign(hash, bytes, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: Number(algorithm.slice(2)) / 8,
      })
    : sign(hash, bytes, { key, dsaEncoding: 'ieee-p1363' })
}

/** As much of CBOR as an envelope has. */
function toCbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? toHead(1, -1 - value) : toHead(0, value)
  if (Buffer.isBuffer(value)) return Buffer.concat([toHead(2, value.length), value])
  if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    return Buffer.concat([toHead(3, bytes.length), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([toHead(4, value.length), ...value.map(toCbor)])
  if (value instanceof Map) {
    return Buffer.concat([toHead(5, value.size), ...[...value].flat().map(toCbor)])
  }
  throw new Error('An envelope has none of these.')
}

function toHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) + length])
  if (length < 256) return Buffer.from([(major << 5) + 24, length])
  return Buffer.from([(major << 5) + 25, length >> 8, length & 255])
}
