/**
 * What refers to an image (OCI image specification 1.1.1, "subject"): a signature over its digest, in the form of cosign's
 * "simple signing" payload, and a bill of materials in SPDX 2.3. The signature is a real one. Its key is made from the
 * publisher's alias, so that everybody can make it: it shows what a signature looks like, and proves nothing.
 */
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import {
  type DemoManifest,
  type DemoPush,
  emptyConfig,
  emptyMediaType,
  toBlob,
  toDescriptor,
  toManifest,
} from './demo-push.ts'
import type { ReleaseOrigin } from './make-release.ts'

const signatureType = 'application/vnd.dev.cosign.artifact.sig.v1+json'
const payloadType = 'application/vnd.dev.cosign.simplesigning.v1+json'
const spdxType = 'application/spdx+json'

/** The first bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7); the seed follows. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

type Origin = ReleaseOrigin & { program: string; version: string }

/** The referrers of an image or an index. */
export function makeReferrers(subject: DemoManifest, origin: Origin): DemoPush {
  const payload = toBlob(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': origin.uri },
        image: { 'docker-manifest-digest': subject.digest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  )
  const signature = sign(null, payload.content, makeKey(origin.alias)).toString('base64')
  const bill = toBlob(JSON.stringify(makeBillOfMaterials(subject, origin)))
  const toReferrer = (artifactType: string, layer: object) =>
    toManifest({
      schemaVersion: 2,
      mediaType: OCI_IMAGE,
      artifactType,
      config: toDescriptor(emptyMediaType, emptyConfig),
      layers: [layer],
      subject: toDescriptor(subject.mediaType, subject),
    })
  return {
    blobs: [emptyConfig, payload, bill],
    manifests: [
      toReferrer(signatureType, {
        ...toDescriptor(payloadType, payload),
        annotations: { 'dev.cosignproject.cosign/signature': signature },
      }),
      toReferrer(spdxType, toDescriptor(spdxType, bill)),
    ],
  }
}

function makeKey(alias: string) {
  const seed = createHash('sha256').update(`demo catalogue: ${alias}`).digest()
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
}

function makeBillOfMaterials(subject: DemoManifest, { uri, publisherName, program, version }: Origin) {
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${program}-${version}`,
    documentNamespace: `https://${publisherName.replaceAll(/\W+/g, '-').toLowerCase()}.example/sbom/${program}-${version}`,
    creationInfo: { created: '2026-01-01T00:00:00Z', creators: [`Organization: ${publisherName}`] },
    documentDescribes: ['SPDXRef-image'],
    packages: [
      {
        SPDXID: 'SPDXRef-image',
        name: uri,
        versionInfo: version,
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
        checksums: [{ algorithm: 'SHA256', checksumValue: subject.digest.slice('sha256:'.length) }],
      },
      {
        SPDXID: 'SPDXRef-base',
        name: 'demo-base',
        versionInfo: '3',
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
      },
    ],
    relationships: [
      {
        spdxElementId: 'SPDXRef-image',
        relationshipType: 'CONTAINS',
        relatedSpdxElement: 'SPDXRef-base',
      },
    ],
  }
}
