/**
 * An authority that issues signing certificates, and logs, as Sigstore's do, within the process of a test: what it signs is verified
 * like the real thing, against a root of its own.
 */
import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
  sign,
  X509Certificate,
} from 'node:crypto'
import { dsse } from '@sigstore/core'
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock'
import { z } from 'zod'

export interface SigningAuthority {
  /** The trusted root, as JSON. */
  rootText: string
  /** A statement in a bundle of version 0.3, as JSON. */
  signStatement(statement: object, options?: SignOptions): Promise<SignedBundle>
  /** The bytes of a manifest, in a bundle of version 0.3. */
  signMessage(message: Buffer, options?: SignOptions): Promise<SignedBundle>
  /** What cosign 2 puts into annotations. */
  signPayload(payload: string, options?: SignOptions): Promise<CosignLayer>
}

export interface SignOptions {
  identity?: string
  /** Extensions of a workflow's certificate, by the last number of their identifier. */
  claims?: Record<number, string>
  /** When it is logged; the certificate is valid for ten minutes from now. */
  loggedAt?: Date
}

/** A bundle as plain data, so that a test can spoil it. */
export interface SignedBundle {
  mediaType: string
  verificationMaterial: {
    certificate: { rawBytes: string }
    tlogEntries: {
      logIndex: string
      logId: { keyId: string }
      kindVersion: { kind: string; version: string }
      integratedTime: string
      inclusionPromise?: { signedEntryTimestamp: string }
      inclusionProof: { checkpoint: { envelope: string } }
      canonicalizedBody: string
    }[]
    timestampVerificationData: { rfc3161Timestamps: [] }
  }
  dsseEnvelope?: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] }
  messageSignature?: { messageDigest: { algorithm: string; digest: string }; signature: string }
}

export interface CosignLayer {
  signature: string
  certificate: string
  rekorBundle: string
}

/** An entry as the log's API answers it. */
const logEntry = z.object({
  body: z.string(),
  integratedTime: z.number(),
  logID: z.string(),
  logIndex: z.number(),
  verification: z.object({
    signedEntryTimestamp: z.string(),
    inclusionProof: z.object({
      logIndex: z.number(),
      rootHash: z.string(),
      treeSize: z.number(),
      checkpoint: z.string(),
    }),
  }),
})

type Logged = z.output<typeof logEntry> & { kind: string; version: string }

export const workflowIdentity = 'https://git.example.com/acme/app/.ci/workflows/release.yml@refs/tags/v1.0.0'
export const workflowIssuer = 'https://token.example.com'

/** What the authority states of a workflow. */
export const workflowClaims = {
  12: 'https://git.example.com/acme/app',
  13: '0123456789abcdef0123456789abcdef01234567',
  14: 'refs/tags/v1.0.0',
  18: workflowIdentity,
}

export async function createSigningAuthority(): Promise<SigningAuthority> {
  const caKeys = makeKeys('P-384')
  const ctLog = await initializeCTLog(makeKeys('P-256'))
  const ca = await initializeCA(caKeys, ctLog)
  const logKeys = makeKeys('P-256')

  const issue = async (publicKey: KeyObject, { identity = workflowIdentity, claims = {} }: SignOptions) => {
    const extensions = Object.entries({ 8: workflowIssuer, ...claims })
    const certificate = await ca.issueCertificate({
      publicKey: Buffer.from(publicKey.export({ format: 'der', type: 'spki' })),
      subjectAltName: identity,
      extensions: extensions.map(([number, value]) => ({ oid: `1.3.6.1.4.1.57264.1.${number}`, value })),
    })
    return new X509Certificate(Buffer.from(certificate as Uint8Array))
  }
  const log = async (
    entry: { kind: string; apiVersion: string; spec: object },
    loggedAt?: Date,
  ): Promise<Logged> => {
    const one = await initializeTLog('https://log.example.com', logKeys, loggedAt)
    const [logged] = Object.values(await one.log(entry))
    return { ...logEntry.parse(logged), kind: entry.kind, version: entry.apiVersion }
  }
  const finish = (certificate: X509Certificate, logged: Logged) => ({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: certificate.raw.toString('base64') },
      tlogEntries: [toEntry(logged)],
      timestampVerificationData: { rfc3161Timestamps: [] as [] },
    },
  })
  /** An entry of the kind that both cosign and the bundles have for a signature over bytes. */
  const logMessage = (message: Buffer, signature: Buffer, certificate: X509Certificate, loggedAt?: Date) =>
    log(
      {
        kind: 'hashedrekord',
        apiVersion: '0.0.1',
        spec: {
          data: { hash: { algorithm: 'sha256', value: createHash('sha256').update(message).digest('hex') } },
          signature: {
            content: signature.toString('base64'),
            publicKey: { content: Buffer.from(certificate.toString()).toString('base64') },
          },
        },
      },
      loggedAt,
    )

  return {
    rootText: JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [toLog('https://log.example.com', logKeys.publicKey.export({ format: 'der', type: 'spki' }))],
      certificateAuthorities: [
        {
          subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
          uri: 'https://ca.example.com',
          certChain: {
            certificates: [{ rawBytes: Buffer.from(ca.rootCertificate as Uint8Array).toString('base64') }],
          },
          validFor: { start: '2020-01-01T00:00:00Z' },
        },
      ],
      ctlogs: [toLog('https://ct.example.com', ctLog.publicKey)],
      timestampAuthorities: [],
    }),
    async signStatement(statement, options = {}) {
      const { publicKey, privateKey } = makeKeys('P-256')
      const certificate = await issue(publicKey, options)
      const payloadType = 'application/vnd.in-toto+json'
      const payload = Buffer.from(JSON.stringify(statement))
      const signature = sign('sha256', dsse.preAuthEncoding(payloadType, payload), privateKey)
      const hash = (bytes: Buffer) => ({
        algorithm: 'sha256',
        value: createHash('sha256').update(bytes).digest('hex'),
      })
      const signatures = [{ sig: signature.toString('base64'), keyid: '' }]
      const envelope = { payload: payload.toString('base64'), payloadType, signatures }
      const logged = await log(
        {
          kind: 'dsse',
          apiVersion: '0.0.1',
          spec: {
            envelopeHash: hash(Buffer.from(JSON.stringify(envelope))),
            payloadHash: hash(payload),
            signatures: [
              {
                signature: signature.toString('base64'),
                verifier: Buffer.from(certificate.toString()).toString('base64'),
              },
            ],
          },
        },
        options.loggedAt,
      )
      return { ...finish(certificate, logged), dsseEnvelope: envelope }
    },
    async signMessage(message, options = {}) {
      const { publicKey, privateKey } = makeKeys('P-256')
      const certificate = await issue(publicKey, options)
      const signature = sign('sha256', message, privateKey)
      const logged = await logMessage(message, signature, certificate, options.loggedAt)
      const digest = createHash('sha256').update(message).digest('base64')
      return {
        ...finish(certificate, logged),
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest },
          signature: signature.toString('base64'),
        },
      }
    },
    async signPayload(payload, options = {}) {
      const { publicKey, privateKey } = makeKeys('P-256')
      const certificate = await issue(publicKey, options)
      const message = Buffer.from(payload)
      const signature = sign('sha256', message, privateKey)
      const logged = await logMessage(message, signature, certificate, options.loggedAt)
      const { body, integratedTime, logIndex, logID } = logged
      return {
        signature: signature.toString('base64'),
        certificate: certificate.toString(),
        rekorBundle: JSON.stringify({
          SignedEntryTimestamp: logged.verification.signedEntryTimestamp,
          Payload: { body, integratedTime, logIndex, logID },
        }),
      }
    },
  }
}

/** A statement about an image. */
export function toStatement(
  digest: string,
  predicateType = 'https://sigstore.dev/cosign/sign/v1',
  predicate: object = {},
) {
  const [algorithm = '', hex = ''] = digest.split(':')
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'image', digest: { [algorithm]: hex } }],
    predicateType,
    predicate,
  }
}

/** A payload of "simple signing" for an image. */
export function toSimpleSigning(digest: string): string {
  return JSON.stringify({
    critical: {
      identity: { 'docker-reference': 'localhost/acme/app' },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: null,
  })
}

function makeKeys(namedCurve: 'P-256' | 'P-384'): KeyPairKeyObjectResult {
  return generateKeyPairSync('ec', { namedCurve })
}

function toLog(baseUrl: string, publicKey: Buffer) {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: publicKey.toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: '2020-01-01T00:00:00Z' },
    },
    logId: { keyId: createHash('sha256').update(publicKey).digest('base64') },
  }
}

function toEntry({ logIndex, logID, kind, version, integratedTime, verification, body }: Logged) {
  const proof = verification.inclusionProof
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion: { kind, version },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: verification.signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: body,
  }
}
