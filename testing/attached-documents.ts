/**
 * Documents as tools attach them to images, retyped small by the formats' specifications: what syft, Trivy, Grype, BuildKit, cosign
 * and vexctl write, with their quirks.
 */

export const imageDigest = `sha256:${'ab'.repeat(32)}`

/** `syft scan IMAGE --output spdx-json`, and what BuildKit's scanner puts into an attestation. */
export const syftSpdx = {
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'registry.example/app',
  documentNamespace: 'https://anchore.com/syft/image/registry.example/app-5f8c',
  creationInfo: {
    licenseListVersion: '3.25',
    creators: ['Organization: Anchore, Inc', 'Tool: syft-1.18.0'],
    created: '2026-11-10T08:15:02Z',
  },
  packages: [
    {
      name: 'openssl',
      SPDXID: 'SPDXRef-Package-deb-openssl-3f1a',
      versionInfo: '3.0.11-1~deb12u2',
      supplier: 'Organization: Debian OpenSSL Team',
      downloadLocation: 'NOASSERTION',
      filesAnalyzed: true,
      licenseConcluded: 'NOASSERTION',
      licenseDeclared: 'Apache-2.0 AND LicenseRef-Artistic',
      copyrightText: 'NOASSERTION',
      externalRefs: [
        {
          referenceCategory: 'SECURITY',
          referenceType: 'cpe23Type',
          referenceLocator: 'cpe:2.3:a:openssl:openssl:3.0.11-1\\~deb12u2:*:*:*:*:*:*:*',
        },
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
        },
      ],
    },
    {
      name: 'golang.org/x/net',
      SPDXID: 'SPDXRef-Package-go-module-x-net-11',
      versionInfo: 'v0.46.0',
      downloadLocation: 'NOASSERTION',
      licenseConcluded: 'BSD-3-Clause',
      licenseDeclared: 'NOASSERTION',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE_MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:golang/golang.org/x/net@v0.46.0',
        },
      ],
    },
    {
      name: 'registry.example/app',
      SPDXID: 'SPDXRef-DocumentRoot-Image-registry.example-app',
      versionInfo: imageDigest,
      primaryPackagePurpose: 'CONTAINER',
      downloadLocation: 'NOASSERTION',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: `pkg:oci/app@${imageDigest.replace(':', '%3A')}?arch=amd64`,
        },
      ],
    },
  ],
  relationships: [
    {
      spdxElementId: 'SPDXRef-DOCUMENT',
      relatedSpdxElement: 'SPDXRef-DocumentRoot-Image-registry.example-app',
      relationshipType: 'DESCRIBES',
    },
  ],
}

/** `trivy image --format spdx-json`: the operating system and lock files are packages, too. */
export const trivySpdx = {
  spdxVersion: 'SPDX-2.2',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'app:1.0',
  creationInfo: {
    creators: ['Organization: aquasecurity', 'Tool: trivy-0.58.1'],
    created: '2026-10-02T01:00:00Z',
  },
  packages: [
    {
      name: 'alpine',
      SPDXID: 'SPDXRef-OperatingSystem-1',
      versionInfo: '3.20.3',
      primaryPackagePurpose: 'OPERATING-SYSTEM',
    },
    { name: 'app/package-lock.json', SPDXID: 'SPDXRef-Application-2', primaryPackagePurpose: 'APPLICATION' },
    {
      name: 'busybox',
      SPDXID: 'SPDXRef-Package-3',
      versionInfo: '1.36.1-r29',
      primaryPackagePurpose: 'LIBRARY',
      licenseConcluded: 'GPL-2.0-only',
      licenseDeclared: 'GPL-2.0-only',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:apk/alpine/busybox@1.36.1-r29?arch=x86_64&distro=3.20.3',
        },
      ],
    },
  ],
}

/** SPDX 3.0 in JSON-LD. */
export const spdx3 = {
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    {
      type: 'CreationInfo',
      '@id': '_:creationinfo',
      specVersion: '3.0.1',
      created: '2026-11-01T10:00:00Z',
      createdBy: ['https://spdx.example/agent'],
      createdUsing: ['https://spdx.example/tool'],
    },
    {
      type: 'Organization',
      spdxId: 'https://spdx.example/agent',
      name: 'Example',
      creationInfo: '_:creationinfo',
    },
    {
      type: 'Tool',
      spdxId: 'https://spdx.example/tool',
      name: 'bom-maker-2.1.0',
      creationInfo: '_:creationinfo',
    },
    { type: 'SpdxDocument', spdxId: 'https://spdx.example/doc', rootElement: ['https://spdx.example/image'] },
    {
      type: 'software_Package',
      spdxId: 'https://spdx.example/image',
      name: 'app',
      software_primaryPurpose: 'container',
    },
    {
      type: 'software_Package',
      spdxId: 'https://spdx.example/p1',
      name: 'requests',
      software_packageVersion: '2.32.0',
      software_packageUrl: 'pkg:pypi/requests@2.32.0',
    },
    {
      type: 'software_Package',
      spdxId: 'https://spdx.example/p2',
      name: 'left-pad',
      software_packageVersion: '1.3.0',
      externalIdentifier: [
        {
          type: 'ExternalIdentifier',
          externalIdentifierType: 'packageUrl',
          identifier: 'pkg:npm/left-pad@1.3.0',
        },
      ],
    },
    {
      type: 'simplelicensing_LicenseExpression',
      spdxId: 'https://spdx.example/l1',
      simplelicensing_licenseExpression: 'Apache-2.0',
    },
    {
      type: 'Relationship',
      spdxId: 'https://spdx.example/r1',
      from: 'https://spdx.example/p1',
      to: ['https://spdx.example/l1'],
      relationshipType: 'hasDeclaredLicense',
    },
    {
      type: 'Relationship',
      spdxId: 'https://spdx.example/r2',
      from: 'https://spdx.example/p2',
      to: ['https://spdx.org/licenses/MIT'],
      relationshipType: 'hasConcludedLicense',
    },
  ],
}

/** `trivy image --format cyclonedx --scanners vuln`. */
export const trivyCycloneDx = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: {
    timestamp: '2026-11-12T09:00:00+00:00',
    tools: { components: [{ type: 'application', group: 'aquasecurity', name: 'trivy', version: '0.58.1' }] },
    component: { 'bom-ref': 'pkg:oci/app', type: 'container', name: 'app:1.0' },
  },
  components: [
    { 'bom-ref': 'os', type: 'operating-system', name: 'debian', version: '12.8' },
    { 'bom-ref': 'lock', type: 'application', name: 'app/package-lock.json' },
    {
      'bom-ref': 'pkg:npm/%40angular/core@17.0.0',
      type: 'library',
      group: '@angular',
      name: 'core',
      version: '17.0.0',
      licenses: [{ license: { name: 'MIT' } }],
      purl: 'pkg:npm/%40angular/core@17.0.0',
    },
    {
      'bom-ref': 'pkg:maven/org.example/tool@2.0',
      type: 'library',
      group: 'org.example',
      name: 'tool',
      version: '2.0',
      licenses: [{ license: { id: 'Apache-2.0' } }, { expression: 'MIT OR BSD-3-Clause' }],
      purl: 'pkg:maven/org.example/tool@2.0',
      components: [{ type: 'library', name: 'inner', version: '0.1' }],
    },
  ],
  vulnerabilities: [
    {
      id: 'CVE-2026-1000',
      source: { name: 'nvd', url: 'https://nvd.example/CVE-2026-1000' },
      ratings: [
        { source: { name: 'ghsa' }, severity: 'high' },
        { source: { name: 'nvd' }, score: 9.8, severity: 'critical', method: 'CVSSv31' },
      ],
      affects: [
        {
          ref: 'pkg:npm/%40angular/core@17.0.0',
          versions: [
            { version: '17.0.0', status: 'affected' },
            { version: '17.0.1', status: 'unaffected' },
          ],
        },
      ],
    },
    {
      id: 'CVE-2026-1001',
      ratings: [{ severity: 'low' }],
      affects: [{ ref: 'pkg:maven/org.example/tool@2.0' }],
      analysis: { state: 'false_positive', detail: 'Only the tests use it.' },
    },
  ],
}

/** CycloneDX 1.2, when tools were a list. */
export const oldCycloneDx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.2',
  metadata: { timestamp: '2026-02-01T00:00:00Z', tools: [{ vendor: 'x', name: 'cdxgen', version: '9' }] },
  components: [{ type: 'library', name: 'a', version: '1', purl: 'pkg:gem/a@1' }],
}

/** `syft scan IMAGE --output syft-json`. */
export const syftJson = {
  artifacts: [
    {
      id: '1',
      name: 'musl',
      version: '1.2.5-r0',
      type: 'apk',
      licenses: [{ value: 'MIT', spdxExpression: 'MIT', type: 'declared' }],
      purl: 'pkg:apk/alpine/musl@1.2.5-r0',
    },
    { id: '2', name: 'app', version: '', type: 'binary', licenses: ['Apache-2.0'], purl: '' },
  ],
  source: { type: 'image' },
  descriptor: { name: 'syft', version: '1.18.0' },
  schema: { version: '16.0.20' },
}

/** `trivy image --format json`. */
export const trivyReport = {
  SchemaVersion: 2,
  CreatedAt: '2026-11-12T09:00:01.123456789Z',
  ArtifactName: 'app:1.0',
  ArtifactType: 'container_image',
  Results: [
    {
      Target: 'app (debian 12.8)',
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2026-2000',
          PkgID: 'openssl@3.0.11-1~deb12u2',
          PkgName: 'openssl',
          PkgIdentifier: { PURL: 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12.8' },
          InstalledVersion: '3.0.11-1~deb12u2',
          FixedVersion: '3.0.15-1~deb12u1',
          Status: 'fixed',
          Severity: 'HIGH',
          PrimaryURL: 'https://avd.aquasec.example/nvd/cve-2026-2000',
        },
        { VulnerabilityID: 'CVE-2026-2001', PkgName: 'zlib', InstalledVersion: '1.2', Severity: 'UNKNOWN' },
      ],
    },
    { Target: 'usr/bin/app', Class: 'lang-pkgs', Type: 'gobinary' },
  ],
}

/** `grype IMAGE --output json`. */
export const grypeReport = {
  matches: [
    {
      vulnerability: {
        id: 'GHSA-aaaa-bbbb-cccc',
        dataSource: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
        severity: 'Critical',
        fix: { versions: ['0.47.0'], state: 'fixed' },
      },
      relatedVulnerabilities: [{ id: 'CVE-2026-3000' }],
      artifact: {
        name: 'golang.org/x/net',
        version: 'v0.46.0',
        type: 'go-module',
        purl: 'pkg:golang/golang.org/x/net@v0.46.0',
      },
    },
    {
      vulnerability: {
        id: 'CVE-2026-3001',
        severity: 'Negligible',
        fix: { versions: [], state: 'wont-fix' },
      },
      artifact: { name: 'coreutils', version: '9.1-1', type: 'deb', purl: 'pkg:deb/debian/coreutils@9.1-1' },
    },
  ],
  source: { type: 'image' },
  distro: { name: 'debian' },
  descriptor: { name: 'grype', version: '0.86.1', timestamp: '2026-11-11T07:00:00Z' },
}

/** `trivy image --format sarif`. */
export const trivySarif = {
  version: '2.1.0',
  $schema: 'https://raw.githubusercontent.example/sarif-schema-2.1.0.json',
  runs: [
    {
      tool: {
        driver: {
          name: 'Trivy',
          version: '0.58.1',
          rules: [
            {
              id: 'CVE-2026-4000',
              name: 'OsPackageVulnerability',
              helpUri: 'https://avd.aquasec.example/nvd/cve-2026-4000',
              properties: {
                precision: 'very-high',
                'security-severity': '7.5',
                tags: ['vulnerability', 'HIGH'],
              },
            },
          ],
        },
      },
      results: [
        {
          ruleId: 'CVE-2026-4000',
          ruleIndex: 0,
          level: 'error',
          message: {
            text: 'Package: libssl3\nInstalled Version: 3.0.11\nVulnerability CVE-2026-4000\nSeverity: HIGH\nFixed Version: 3.0.15\nLink: [CVE-2026-4000](https://avd.aquasec.example)',
          },
        },
      ],
    },
  ],
}

/** `grype IMAGE --output sarif`. */
export const grypeSarif = {
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Grype',
          version: '0.86.1',
          rules: [
            {
              id: 'CVE-2026-5000-libcurl4',
              helpUri: 'https://github.com/anchore/grype',
              properties: { 'security-severity': '9.1', purls: ['pkg:deb/debian/libcurl4@7.88.1-10'] },
            },
          ],
        },
      },
      results: [
        {
          ruleId: 'CVE-2026-5000-libcurl4',
          level: 'error',
          message: {
            text: 'A critical vulnerability in deb package: libcurl4, version 7.88.1-10 was found in image app:1.0 at: /var/lib/dpkg/status',
          },
        },
      ],
      invocations: [{ executionSuccessful: true, endTimeUtc: '2026-11-09T00:00:00Z' }],
    },
  ],
}

/** The predicate of `cosign attest --type vuln`, made by `trivy image --format cosign-vuln`. */
export const cosignVuln = {
  invocation: { parameters: null, uri: '', event_id: '', 'builder.id': '' },
  scanner: {
    uri: 'pkg:github/aquasecurity/trivy@v0.58.1',
    version: 'v0.58.1',
    db: { uri: '', version: '' },
    result: trivyReport,
  },
  metadata: { scanStartedOn: '2026-11-12T10:00:00Z', scanFinishedOn: '2026-11-12T10:00:05Z' },
}

/** The predicate of in-toto, version 0.2. */
export const inTotoVulns = {
  scanner: {
    uri: 'pkg:github/aquasecurity/trivy@244fd47e07d1004f0aed9',
    version: '0.19.2',
    db: { uri: 'pkg:github/aquasecurity/trivy-db/commit/4c76bb580b2736d67751410fa4ab66d2b6b9b27d' },
    result: [
      {
        id: 'CVE-2026-6000',
        severity: [
          { method: 'nvd', score: 'medium' },
          { method: 'cvss_score', score: '5.2' },
        ],
      },
      { id: 'CVE-2026-6001', severity: [{ method: 'CVSSv3', score: '9.9' }] },
    ],
  },
  metadata: { scanStartedOn: '2026-11-06T00:00:00Z', scanFinishedOn: '2026-11-06T00:00:03Z' },
}

/** `vexctl create`. */
export const openVex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://openvex.dev/docs/public/vex-9fb3463de1b57',
  author: 'Example Security',
  timestamp: '2026-11-13T09:00:00.123-06:00',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2026-2000' },
      products: [
        {
          '@id': `pkg:oci/app@${imageDigest.replace(':', '%3A')}`,
          subcomponents: [{ '@id': 'pkg:deb/debian/openssl@3.0.11-1~deb12u2' }],
        },
      ],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      impact_statement: 'The engine is never loaded.',
    },
  ],
}

/** An in-toto statement about the image. */
export function toStatement(predicateType: string, predicate: unknown, digest = imageDigest) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'registry.example/app', digest: { sha256: digest.slice('sha256:'.length) } }],
    predicateType,
    predicate,
  }
}

/** A DSSE envelope, as cosign 2 attaches it; its signature is none. */
export function toEnvelope(statement: unknown) {
  return {
    payloadType: 'application/vnd.in-toto+json',
    payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
    signatures: [{ keyid: '', sig: 'bm9uZQ==' }],
  }
}

/** A Sigstore bundle, as cosign 3 and GitHub attach it; its signature is none. */
export function toBundle(statement: unknown) {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: 'x' }, tlogEntries: [] },
    dsseEnvelope: toEnvelope(statement),
  }
}
