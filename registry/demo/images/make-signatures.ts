/**
 * What a publisher of the demo catalogue signs: the image itself, as cosign does ("cosign sign"), and how it was built (SLSA provenance
 * 1.0), each an in-toto statement in a Sigstore bundle 0.3 that refers to the image. The key is the publisher's own in this
 * installation; its public half stands in a resource tag of the repository.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { type DemoManifest, type DemoPush, joinPushes, toAttachment } from './demo-push.ts'
import type { ReleaseOrigin } from './make-release.ts'

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const payloadType = 'application/vnd.in-toto+json'

/** The first bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7); the seed follows. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** @param seed of 32 bytes */
export function toSigningKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
}

/** The public half, as it stands in a resource tag. */
export function toPublicText(key: KeyObject): string {
  return toPublicForm(key).toString('base64')
}

/** The signature and, for what has a source, the provenance. */
export function makeSignatures(
  subject: DemoManifest,
  { signingKey, source, uri, version }: ReleaseOrigin & { signingKey: KeyObject; version: string },
): DemoPush {
  const statements = [
    { predicateType: 'https://sigstore.dev/cosign/sign/v1', predicate: {} },
    ...(source === undefined
      ? []
      : [{ predicateType: 'https://slsa.dev/provenance/v1', predicate: toProvenance(source, version) }]),
  ]
  return joinPushes(
    statements.map((one) =>
      toAttachment(subject, bundleType, sealStatement(subject, { uri, ...one }, signingKey), {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': one.predicateType,
      }),
    ),
  )
}

function sealStatement(
  subject: DemoManifest,
  { uri, predicateType, predicate }: { uri: string; predicateType: string; predicate: object },
  key: KeyObject,
): object {
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: uri, digest: { sha256: subject.digest.slice('sha256:'.length) } }],
      predicateType,
      predicate,
    }),
  )
  const hint = createHash('sha256').update(toPublicForm(key)).digest('base64')
  return {
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: sign(null, toSigned(payload), key).toString('base64') }],
    },
  }
}

/** The bytes that are signed (DSSE 1.0, "PAE"). */
function toSigned(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}

function toProvenance(source: string, version: string) {
  const ref = `refs/tags/v${version}`
  return {
    buildDefinition: {
      buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
      externalParameters: { workflow: { ref, repository: source, path: '.ci/release.yml' } },
      resolvedDependencies: [
        {
          uri: `git+${source}@${ref}`,
          // Invented, like the source; the same for the same release.
          digest: { gitCommit: createHash('sha1').update(`${source} ${version}`).digest('hex') },
        },
      ],
    },
    runDetails: { builder: { id: `${new URL(source).origin}/runner` } },
  }
}

function toPublicForm(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' })
}
