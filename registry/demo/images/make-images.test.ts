/** The demo's images are valid, the same at every start, small, and of every kind that a visitor can meet. */
import { createPublicKey, verify } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { type ImageManifest, type IndexManifest, parseManifest } from '#lib/oci/manifest.ts'
import { createFindBase } from '../find-base-release.ts'
import { readDemoContent } from '../read-demo-content.ts'
import { imagesFile } from './demo-images.ts'
import { type DemoPush, joinPushes } from './demo-push.ts'
import { toPublicText, toSigningKey } from './make-signatures.ts'
import { makeReleases } from './push-images.ts'

const signingKey = toSigningKey(Buffer.alloc(32, 7))
const pushes = makeAll()

function makeAll(): { name: string; push: DemoPush }[] {
  const publishers = readDemoContent()
  const findBase = createFindBase(publishers, 'a.example')
  return publishers.flatMap(({ alias, displayName, repositories }) =>
    repositories.flatMap(({ name, description = '', images, licence, source, history }) => {
      if (!images) return []
      const target = {
        alias,
        repositoryName: name,
        publisherName: displayName,
        description,
        host: 'a.example',
        madeAt: '2026-11-20T06:00:00Z',
        licence,
        source,
        signingKey,
        history,
        findBase,
      }
      return [{ name: `${alias}/${name}`, push: joinPushes(makeReleases(images, target)) }]
    }),
  )
}

const requirePush = (name: string) => {
  const found = pushes.find((one) => one.name === name)
  if (found === undefined) throw new Error(`${name} has no images.`)
  const manifests = found.push.manifests.map((one) => ({
    ...one,
    parsed: parseManifest(one.content, one.mediaType),
  }))
  const blobs = new Map(found.push.blobs.map(({ digest, content }) => [digest, content]))
  return { manifests, blobs }
}

test('every digest is right, and everything that a manifest names is pushed before it, with its size', () => {
  for (const { name } of pushes) {
    const { manifests, blobs } = requirePush(name)
    const sizes = new Map([...blobs].map(([digest, content]) => [digest, content.length]))
    for (const [digest, content] of blobs) expect(toDigest('sha256', content)).toBe(digest)
    for (const { digest, content, parsed } of manifests) {
      expect(toDigest('sha256', content)).toBe(digest)
      const named = parsed.kind === 'index' ? parsed.manifests : [...listConfig(parsed), ...parsed.layers]
      for (const descriptor of [...named, ...(parsed.subject ? [parsed.subject] : [])]) {
        expect(sizes.get(descriptor.digest), name).toBe(descriptor.sizeBytes)
      }
      sizes.set(digest, content.length)
    }
  }
})

test('a second run makes the same, byte for byte', () => {
  const toDigests = (all: typeof pushes) => all.map(({ push }) => push.manifests.map(({ digest }) => digest))
  expect(toDigests(makeAll())).toEqual(toDigests(pushes))
})

test('all of it stays small', () => {
  const blobs = pushes.flatMap(({ push }) => push.blobs)
  expect(blobs.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThan(1_000_000)
  expect(blobs.length).toBeLessThan(1_000)
})

test("the layers of an image are what its config says, and the config says the index's platform", () => {
  const { manifests, blobs } = requirePush('tidewater/cache/harbor')
  const index = requireTagged(manifests, 'latest').parsed as IndexManifest
  const platforms = index.manifests.map(({ platform }) => platform)
  expect(platforms.map((one) => `${one?.os}/${one?.architecture}${one?.variant ?? ''}`)).toEqual([
    'linux/amd64',
    'linux/arm64',
    'linux/armv7',
    'linux/386',
  ])
  for (const { digest, platform } of index.manifests) {
    const image = manifests.find((one) => one.digest === digest)?.parsed as ImageManifest
    const config = JSON.parse(read(blobs, image.config?.digest).toString())
    expect({ os: config.os, architecture: config.architecture, variant: config.variant ?? null }).toEqual({
      os: platform?.os,
      architecture: platform?.architecture,
      variant: platform?.variant,
    })
    const diffIds = image.layers.map((layer) => toDigest('sha256', gunzipSync(read(blobs, layer.digest))))
    expect(config.rootfs.diff_ids).toEqual(diffIds)
    expect(config.history.filter((entry: object) => !('empty_layer' in entry))).toHaveLength(diffIds.length)
    expect(config.config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['/usr/local/bin/harbor'],
      ExposedPorts: { '6379/tcp': {}, '9121/tcp': {} },
      Labels: { 'org.opencontainers.image.licenses': 'Apache-2.0' },
    })
  }
})

test('an image has the layers of what it was built on: the release that the tag named when it came', () => {
  const readLayers = (name: string, tag: string) => {
    const { manifests } = requirePush(name)
    const { parsed } = requireTagged(manifests, tag)
    const own = parsed.kind === 'index' ? parsed.manifests[0]?.digest : null
    const image = own === null ? parsed : manifests.find(({ digest }) => digest === own)?.parsed
    return image?.kind === 'image' ? image.layers.map(({ digest }) => digest) : []
  }
  const bases = ['3.0', '3.1', '3.2'].map((tag) => readLayers('tidewater/base', tag))
  expect(new Set(bases.flat()).size).toBe(3)
  // It came a day before 3.2 did.
  expect(readLayers('tidewater/cache/harbor', '2.2.1')[0]).toBe(bases[1]?.[0])
  expect(readLayers('tidewater/postgres-tools', 'latest')[0]).toBe(bases[2]?.[0])
  const python = readLayers('northlight/python', 'py3.12')
  expect(readLayers('northlight/sky-survey/calibrate', 'latest').length).toBeGreaterThan(python.length)
})

test('what is signed is verified with the key that the repository names, and speaks of the image', () => {
  const { manifests, blobs } = requirePush('tidewater/cache/harbor')
  const subject = requireTagged(manifests, 'latest')
  const bundles = manifests
    .map(({ parsed }) => parsed)
    .filter((one) => one.kind === 'image' && one.artifactType?.includes('sigstore'))
    .filter(({ subject: one }) => one?.digest === subject.digest) as ImageManifest[]
  const key = createPublicKey({
    key: Buffer.from(toPublicText(signingKey), 'base64'),
    format: 'der',
    type: 'spki',
  })
  const statements = bundles.map(({ layers: [layer] }) => {
    const { dsseEnvelope } = JSON.parse(read(blobs, layer?.digest).toString())
    const { payload: text, payloadType, signatures } = dsseEnvelope
    const payload = Buffer.from(text, 'base64')
    const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `
    const signed = Buffer.concat([Buffer.from(head), payload])
    expect(verify(null, signed, key, Buffer.from(signatures[0].sig, 'base64'))).toBe(true)
    return JSON.parse(payload.toString())
  })
  const about = [{ digest: { sha256: subject.digest.slice('sha256:'.length) } }]
  expect(statements).toMatchObject([
    { predicateType: 'https://sigstore.dev/cosign/sign/v1', subject: about },
    { predicateType: 'https://slsa.dev/provenance/v1', subject: about },
  ])
  const bills = manifests.filter(({ parsed }) => parsed.artifactType === 'application/spdx+json')
  expect(bills.map(({ parsed }) => parsed.subject?.digest)).toContain(subject.digest)
})

test.each([
  [
    'an image for Windows, with its version',
    'kestrel-build/windows/msi-pack',
    /"os":"windows","os.version":/,
  ],
  ['a chart', 'tidewater/charts/cache-harbor', /^\{"apiVersion":"v2","name":"cache-harbor"/],
])('there is %s', (_, name, pattern) => {
  const { blobs } = requirePush(name)
  expect([...blobs.values()].some((content) => pattern.test(Buffer.from(content).toString()))).toBe(true)
})

test('one repository has about 150 tags, and several tags share a digest', () => {
  const { manifests } = requirePush('tidewater/postgres-tools')
  expect(manifests.flatMap(({ tags }) => tags).length).toBeGreaterThan(140)
  expect(requireTagged(manifests, 'latest').digest).toBe(requireTagged(manifests, '17.5').digest)
  expect(requireTagged(manifests, '18rc1').digest).not.toBe(requireTagged(manifests, '17.5').digest)
})

test('only tags that are meant to move are there twice: a full version names one image', () => {
  for (const { name, push } of pushes) {
    const tags = push.manifests.flatMap((manifest) => manifest.tags)
    const moved = new Set(tags.filter((tag, at) => tags.indexOf(tag) !== at))
    expect(
      [...moved].filter((tag) => !/^(?:latest|\d+(?:\.\d+)?)$/.test(tag)),
      name,
    ).toEqual([])
  }
})

test('what images.json cannot mean is refused', () => {
  for (const platform of ['linux', 'Linux/amd64', 'linux/arm/seven', 'linux/amd64/../x']) {
    expect(imagesFile.safeParse({ platforms: [platform], releases: ['1'] }).success).toBe(false)
  }
  expect(imagesFile.safeParse({ platforms: ['linux/amd64'], releases: ['1  2'] }).success).toBe(false)
})

/** That of the seed of which make-referrers.ts speaks. */
function requireTagged<Manifest extends { tags: string[] }>(manifests: Manifest[], tag: string): Manifest {
  const found = manifests.findLast(({ tags }) => tags.includes(tag))
  if (found === undefined) throw new Error(`There is no tag ${tag}.`)
  return found
}

function listConfig({ config }: ImageManifest) {
  return config === null ? [] : [config]
}

function read(blobs: ReadonlyMap<Digest, Uint8Array>, digest: Digest | undefined): Buffer {
  return Buffer.from((digest && blobs.get(digest)) ?? [])
}
