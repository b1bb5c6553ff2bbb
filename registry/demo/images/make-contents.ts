/**
 * What is attached to a release about what is in it: a bill of materials in CycloneDX 1.6, the report of a scanner, and what the publisher
 * says of that report (OpenVEX 0.2.0), in the forms that tools write. Packages, and what was found in them, are invented.
 */
import { createHash } from 'node:crypto'
import type { DemoContents } from './demo-images.ts'
import { type DemoManifest, type DemoPush, joinPushes, toAttachment } from './demo-push.ts'
import type { ReleaseOrigin } from './make-release.ts'

type Origin = ReleaseOrigin & { program: string; version: string }

const dayMs = 86_400_000

/** The attachments of an image or an index. */
export function makeContents(subject: DemoManifest, contents: DemoContents, origin: Origin): DemoPush {
  const { packages, scan, vex } = contents
  return joinPushes([
    toAttachment(subject, 'application/vnd.cyclonedx+json', makeBill(packages, origin)),
    ...(scan ? [toAttachment(subject, scanTypes[scan.form], makeReport(scan, packages, origin))] : []),
    ...(vex ? [toAttachment(subject, 'application/vnd.openvex+json', makeVex(vex, subject, origin))] : []),
  ])
}

const scanTypes = {
  trivy: 'application/vnd.aquasec.trivy.report+json',
  grype: 'application/vnd.anchore.grype.report+json',
}

function makeBill(packages: readonly string[], { uri, program, version, madeAt }: Origin) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${toUuid(`${uri}:${version}`)}`,
    version: 1,
    metadata: {
      timestamp: madeAt,
      tools: { components: [{ type: 'application', name: 'demo-bill', version: '1.0.0' }] },
      component: { 'bom-ref': 'image', type: 'container', name: program, version },
    },
    components: packages.map((line) => {
      const { purl, name, version: own } = readLine(line)
      return {
        'bom-ref': purl,
        type: 'library',
        name,
        version: own,
        purl,
        licenses: [{ expression: line.slice(line.indexOf(' ') + 1) }],
      }
    }),
    dependencies: [{ ref: 'image', dependsOn: packages.map((line) => readLine(line).purl) }],
  }
}

function makeReport(scan: NonNullable<DemoContents['scan']>, packages: readonly string[], origin: Origin) {
  const scannedAt = new Date(Date.parse(origin.madeAt) - scan.daysAgo * dayMs).toISOString()
  const found = scan.found.map((one) => {
    const line = packages.find((known) => readLine(known).name === one.package)
    if (line === undefined) throw new Error(`The demo's ${origin.uri} has no package ${one.package}.`)
    return { ...one, ...readLine(line) }
  })
  if (scan.form === 'grype') {
    return {
      matches: found.map(({ id, severity, fixed, name, version, purl }) => ({
        vulnerability: {
          id,
          severity: toCapital(severity),
          fix: { versions: fixed ? [fixed] : [], state: fixed ? 'fixed' : 'not-fixed' },
        },
        artifact: { name, version, type: purl.slice(4, purl.indexOf('/')), purl },
      })),
      source: { type: 'image', target: { userInput: `${origin.uri}:${origin.version}` } },
      descriptor: { name: 'grype', version: '0.99.0', timestamp: scannedAt },
    }
  }
  return {
    SchemaVersion: 2,
    CreatedAt: scannedAt,
    ArtifactName: `${origin.uri}:${origin.version}`,
    ArtifactType: 'container_image',
    Trivy: { Version: '0.71.0' },
    Results: [
      {
        Target: origin.program,
        Class: 'lang-pkgs',
        Type: 'gobinary',
        Vulnerabilities: found.map(({ id, severity, fixed, name, version, purl }) => ({
          VulnerabilityID: id,
          PkgName: name,
          PkgIdentifier: { PURL: purl },
          InstalledVersion: version,
          ...(fixed && { FixedVersion: fixed }),
          Status: fixed ? 'fixed' : 'affected',
          Severity: severity.toUpperCase(),
          PrimaryURL: `https://advisories.example/${id}`,
        })),
      },
    ],
  }
}

function makeVex(vex: NonNullable<DemoContents['vex']>, subject: DemoManifest, origin: Origin) {
  const { uri, program, version, publisherName, madeAt } = origin
  const product = `pkg:oci/${program}@${subject.digest.replace(':', '%3A')}?repository_url=${encodeURIComponent(uri)}`
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://openvex.dev/docs/demo/vex-${toUuid(`${uri}:${version}`)}`,
    author: publisherName,
    timestamp: madeAt,
    version: 1,
    statements: vex.map(({ id, status, justification, impact }) => ({
      vulnerability: { name: id },
      products: [{ '@id': product }],
      status,
      ...(justification && { justification }),
      ...(impact && { impact_statement: impact }),
    })),
  }
}

/** `pkg:golang/code.tidewater.example/raftlog@v1.9.0 Apache-2.0` is `code.tidewater.example/raftlog` in version `v1.9.0`. */
function readLine(line: string): { purl: string; name: string; version: string } {
  const purl = line.slice(0, line.indexOf(' '))
  const [path = '', version = ''] = (purl.split('?', 1)[0] ?? '').slice('pkg:'.length).split('@')
  const [type, ...names] = path.split('/')
  return { purl, name: type === 'golang' ? names.join('/') : (names.at(-1) ?? ''), version }
}

function toCapital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}

/** The same at every start. */
function toUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
