/**
 * No page of an image that has everything is heavy: with what tools write of a large image, and with the longest texts that strangers can put
 * into packages, findings, statements and paths. An image's page has at most 200 kB of HTML, and 40 kB of it compressed.
 */
import { gzipSync } from 'node:zlib'
import type { PushedManifest, Pusher } from '#testing/create-pusher.ts'
import { expect, test } from '#testing/fixtures.ts'
import { block, end, pax, type RawEntry } from '#testing/tar-archive.ts'
import { withRepository } from '#testing/with-repository.ts'

const imageConfig = 'application/vnd.oci.image.config.v1+json'
const empty = { mediaType: 'application/vnd.oci.empty.v1+json', text: '{}' }
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

const list = <Item>(count: number, make: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => make(at))

/** The texts of an image. */
interface Texts {
  name(at: number): string
  path(at: number): string
  /** Of a file with many folders above it. */
  deepPath: string
  version(at: number, release: number): string
  sentence: string
  /** What a statement says that it is of. */
  type: string
}

const usual: Texts = {
  name: (at) => `@tidewater/some-package-${at}`,
  path: (at) => `usr/lib/node_modules/@tidewater/some-package-${at}/dist/index.js`,
  deepPath: 'usr/share/doc/some-package/examples/first/index.html',
  version: (at, release) => `${release}.${at % 40}.${at % 7}-1ubuntu${at % 9}`,
  sentence: 'The code that is vulnerable is not in what is started.',
  type: 'https://sigstore.dev/cosign/sign/v1',
}

const hostile: Texts = {
  name: (at) => `${at}-${'\u{20bb7}<&"'.repeat(900)}`,
  path: (at) => `${'語&"/'.repeat(90)}${'語'.repeat(80)}${at}`,
  deepPath: list(100, () => '語'.repeat(5)).join('/'),
  version: (at, release) => `${release}.${at}-${'&<'.repeat(900)}`,
  sentence: '\u{20bb7}<&"'.repeat(2_000),
  type: '/'.repeat(255),
}

for (const [kind, texts, count] of [
  ['a full image', usual, 200],
  ['a hostile image', hostile, 300],
] as const) {
  test(`no page of ${kind} is heavy`, async ({ admin, server, page }) => {
    test.slow()
    await withRepository({ admin, server, page }, 'heavy', async ({ path, pusher }) => {
      for (const [at, tag] of ['1.0', '1.1'].entries())
        await pushWhole(pusher, tag, texts, { count, release: at })
      await pushFiles(pusher, 'files', texts)
      const pages = [
        'tag=1.0',
        'tag=1.1',
        'compare=1.0&with=1.1',
        'tab=tags',
        'tag=files',
        'tag=files&part=files',
      ]
      for (const part of [
        'packages',
        'vulnerabilities',
        'tree',
        'tree&filter=%22',
        'tree&filter=index',
        'tree&layer=1',
        `tree&path=${encodeURIComponent(texts.deepPath)}`,
        'labels',
        'layers',
        'attached',
        'environment',
        'ports',
        'volumes',
      ]) {
        pages.push(`tag=1.1&part=${part}`)
      }
      await expect(async () => {
        for (const tag of ['1.0', '1.1']) {
          const html = await (await page.request.get(`${path}?tag=${tag}`)).text()
          expect(html).toContain('unpacked')
          expect(html).not.toContain('being verified')
        }
      }).toPass({ timeout: 40_000 })
      for (const query of pages) {
        const response = await page.request.get(`${path}?${query}`)
        const body = await response.body()
        const packed = gzipSync(body).length
        expect.soft(body.length, query).toBeLessThan(200_000)
        expect.soft(packed, query).toBeLessThan(40_000)
      }
    })
  })
}

async function pushWhole(
  pusher: Pusher,
  tag: string,
  texts: Texts,
  { count, release }: { count: number; release: number },
): Promise<void> {
  const labels = Object.fromEntries(
    list(40, (at) => [`org.example.${release}.${at}.${texts.name(at)}`, texts.sentence]),
  )
  const files = list(count, (at): RawEntry[] => [pax({ path: texts.path(at) }), { body: `${release} ${at}` }])
  files.push([pax({ path: texts.deepPath }), { body: 'deep' }])
  const image = await pusher.pushManifest(tag, {
    config: {
      mediaType: imageConfig,
      text: JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        config: {
          User: texts.name(0),
          Env: list(40, (at) => `SETTING_${at}=${texts.version(at, release)}`),
          Entrypoint: ['/usr/bin/some', texts.sentence],
          Labels: labels,
          ExposedPorts: Object.fromEntries(list(60, (at) => [`${at}/tcp${texts.sentence}`, {}])),
          Volumes: Object.fromEntries(list(60, (at) => [texts.path(at), {}])),
        },
        history: list(80, (at) => ({ created_by: `${at} ${texts.sentence}`, empty_layer: at !== 9 })),
      }),
    },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        text: Buffer.concat([...files.flat().map(block), end]).toString('latin1'),
      },
    ],
    annotations: { 'org.opencontainers.image.description': texts.sentence },
  })
  await attach(pusher, image, 'application/spdx+json', {
    spdxVersion: 'SPDX-2.3',
    creationInfo: { created: '2026-01-02T00:00:00Z' },
    packages: list(count, (at) => ({
      SPDXID: `SPDXRef-${at}`,
      name: texts.name(at),
      versionInfo: texts.version(at, release),
      licenseDeclared: at % 3 === 0 ? 'MIT' : `LicenseRef-${at}-${'x'.repeat(200)}`,
      externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:npm/package-${at}@${at}` }],
    })),
  })
  const idOf = (at: number) => `CVE-2025-${10_000 + at + 1_000 * release}`
  await attach(pusher, image, 'application/vnd.aquasec.trivy.report+json', {
    SchemaVersion: 2,
    CreatedAt: '2026-11-20T00:00:00Z',
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'image',
        Vulnerabilities: list(count, (at) => ({
          VulnerabilityID: idOf(at),
          PkgName: texts.name(at),
          InstalledVersion: texts.version(at, release),
          FixedVersion: texts.version(at, release + 1),
          Severity: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'][at % 4],
          PrimaryURL: `https://avd.example/${'nvd'.repeat(20)}/${idOf(at)}`,
          Title: texts.sentence,
        })),
      },
    ],
  })
  await attach(pusher, image, 'application/vnd.openvex+json', {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: texts.name(1),
    timestamp: '2026-11-21T00:00:00Z',
    version: 1,
    statements: list(count, (at) => ({
      vulnerability: { name: idOf(at) },
      products: [{ '@id': `pkg:oci/app@${image.digest.replace(':', '%3A')}` }],
      status: at % 2 === 0 ? 'not_affected' : 'affected',
      ...(at % 2 === 0
        ? { justification: 'vulnerable_code_not_present' }
        : { action_statement: texts.sentence }),
      impact_statement: texts.sentence,
    })),
  })
  for (const at of list(60, (one) => one)) {
    await pusher.pushManifest(null, {
      artifactType: bundleType,
      subject: image,
      config: empty,
      // Who signs again and again adds layers to the same manifest.
      layers: list(at % 2 === 0 ? 12 : 1, (layer) => ({
        mediaType: bundleType,
        text: JSON.stringify({ mediaType: bundleType, note: `${texts.name(at)} ${layer}` }),
      })),
      annotations: {
        'dev.sigstore.bundle.predicateType': texts.type,
        predicateType: texts.type.replaceAll('/', '@'),
        'in-toto.io/predicate-type': texts.type.replaceAll('/', ' '),
      },
    })
  }
}

/** An artifact of many files. */
async function pushFiles(pusher: Pusher, tag: string, texts: Texts): Promise<void> {
  await pusher.pushManifest(tag, {
    config: { mediaType: 'application/vnd.example.thing+json' },
    layers: list(60, (at) => ({
      mediaType: `application/${'a.'.repeat(50)}${at}`,
      text: String(at),
      annotations: { 'org.opencontainers.image.title': `${texts.type}${texts.path(at)}` },
    })),
  })
}

function attach(pusher: Pusher, subject: PushedManifest, mediaType: string, document: object) {
  const layers = [{ mediaType, text: JSON.stringify(document) }]
  return pusher.pushManifest(null, { artifactType: mediaType, subject, config: empty, layers })
}
