/**
 * What refers to an image (OCI image specification 1.1.1, "subject"): what its publisher signs, and a bill of materials in SPDX 2.3.
 */
import type { KeyObject } from 'node:crypto'
import { type DemoManifest, type DemoPush, joinPushes, toAttachment } from './demo-push.ts'
import type { ReleaseOrigin } from './make-release.ts'
import { makeSignatures } from './make-signatures.ts'

type Origin = ReleaseOrigin & { signingKey: KeyObject; program: string; version: string }

/** The referrers of an image or an index. */
export function makeReferrers(subject: DemoManifest, origin: Origin): DemoPush {
  const bill = toAttachment(subject, 'application/spdx+json', makeBillOfMaterials(subject, origin))
  return joinPushes([makeSignatures(subject, origin), bill])
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
