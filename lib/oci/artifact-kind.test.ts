import { expect, test } from 'vitest'
import { type ArtifactKind, toArtifactKind, toListedKind } from './artifact-kind.ts'
import { toDigest } from './digest.ts'
import { parseManifest } from './manifest.ts'
import { OCI_IMAGE, OCI_INDEX } from './media-types.ts'

const digest = toDigest('sha256', Buffer.from('x'))
const imageConfig = 'application/vnd.oci.image.config.v1+json'
const imageLayer = 'application/vnd.oci.image.layer.v1.tar+gzip'

interface Given {
  config?: string
  layers?: (string | { mediaType: string; annotations: Record<string, string> })[]
  artifactType?: string
  annotations?: Record<string, string>
}

const toDescriptor = (given: string | object) =>
  typeof given === 'string' ? { mediaType: given, digest, size: 1 } : { digest, size: 1, ...given }

function toManifest({ config = imageConfig, layers = [imageLayer], ...rest }: Given) {
  const document = {
    schemaVersion: 2,
    config: toDescriptor(config),
    layers: layers.map(toDescriptor),
    ...rest,
  }
  return parseManifest(Buffer.from(JSON.stringify(document)), OCI_IMAGE)
}

function toIndex(manifests: object[], rest: object = {}) {
  const entries = manifests.map((entry) => ({ mediaType: OCI_IMAGE, ...toDescriptor(entry) }))
  return parseManifest(
    Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: entries, ...rest })),
    OCI_INDEX,
  )
}

const empty = 'application/vnd.oci.empty.v1+json'
const unknown = 'application/vnd.unknown.config.v1+json'

test.each<[string, Given, ArtifactKind]>([
  ['an image', {}, 'image'],
  ['an image of Docker', { config: 'application/vnd.docker.container.image.v1+json' }, 'image'],
  ['an image whose artifactType repeats its config', { artifactType: imageConfig }, 'image'],
  ['a chart', { config: 'application/vnd.cncf.helm.config.v1+json' }, 'chart'],
  [
    'a chart with its provenance',
    {
      config: 'application/vnd.cncf.helm.config.v1+json',
      layers: [
        'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        'application/vnd.cncf.helm.chart.provenance.v1.prov',
      ],
    },
    'chart',
  ],
  ['cosign 2, by its layers', { layers: ['application/vnd.dev.cosign.simplesigning.v1+json'] }, 'signature'],
  ['cosign 3', { config: empty, artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, 'signature'],
  [
    'a bundle with a statement',
    {
      config: empty,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' },
    },
    'attestation',
  ],
  [
    'a bundle with a signature, as cosign 3 marks it',
    {
      config: empty,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: { 'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1' },
    },
    'signature',
  ],
  [
    'Notation',
    { config: 'application/vnd.cncf.notary.signature', layers: ['application/jose+json'] },
    'signature',
  ],
  [
    'a bundle with an envelope in it (DSSE), as its layer is marked',
    {
      config: empty,
      layers: [
        {
          mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
          annotations: { 'dev.sigstore.bundle.content': 'dsse-envelope' },
        },
      ],
    },
    'attestation',
  ],
  ['what BuildKit attests', { layers: ['application/vnd.in-toto+json'] }, 'attestation'],
  ['an envelope of cosign', { layers: ['application/vnd.dsse.envelope.v1+json'] }, 'attestation'],
  ['SPDX', { config: empty, artifactType: 'application/spdx+json' }, 'sbom'],
  ['SPDX as text in a layer', { config: unknown, layers: ['text/spdx'] }, 'sbom'],
  ['CycloneDX', { config: empty, artifactType: 'application/vnd.cyclonedx+json' }, 'sbom'],
  ['Syft', { layers: ['application/vnd.syft+json'] }, 'sbom'],
  ['OpenVEX', { config: empty, artifactType: 'application/openvex+json' }, 'vex'],
  ['a scan', { config: empty, artifactType: 'application/sarif+json' }, 'report'],
  [
    'a database of Grype',
    { config: empty, layers: ['application/vnd.anchore.grype.db.layer.v6+tar+zstd'] },
    'database',
  ],
  [
    'a database of Trivy',
    {
      config: 'application/vnd.aquasec.trivy.config.v1+json',
      layers: ['application/vnd.aquasec.trivy.db.layer.v1.tar+gzip'],
    },
    'database',
  ],
  ['Hugging Face', { config: empty, artifactType: 'application/vnd.huggingface.model.v1+json' }, 'model'],
  ['MLflow', { config: 'application/vnd.mlflow.model.config.v1+json' }, 'model'],
  ['KitOps', { config: 'application/vnd.kitops.modelkit.config.v1+json' }, 'model'],
  ['ModelPack', { config: 'application/vnd.cncf.model.config.v1+json' }, 'model'],
  ['a model of Docker', { config: 'application/vnd.docker.ai.model.config.v0.1+json' }, 'model'],
  ['WebAssembly', { config: 'application/vnd.wasm.config.v0+json', layers: ['application/wasm'] }, 'wasm'],
  ['WebAssembly in a layer alone', { config: empty, layers: ['application/wasm'] }, 'wasm'],
  ['Flux', { config: 'application/vnd.cncf.flux.config.v1+json' }, 'flux'],
  ['a cache', { config: 'application/vnd.buildkit.cacheconfig.v0' }, 'build-cache'],
  ['a policy', { config: 'application/vnd.cncf.openpolicyagent.config.v1+json' }, 'policy'],
  ['Apptainer', { config: unknown, layers: ['application/vnd.sylabs.sif.layer.v1.sif'] }, 'apptainer-image'],
  ['Falco', { config: 'application/vnd.cncf.falco.rulesfile.config.v1+json' }, 'falco-rules'],
  ['Compose', { config: empty, artifactType: 'application/vnd.docker.compose.project' }, 'compose-project'],
  ['a feature', { config: 'application/vnd.devcontainers' }, 'dev-container'],
  ['Homebrew', { annotations: { 'com.github.package.type': 'homebrew_bottle' } }, 'package'],
  [
    'Tekton',
    { layers: [{ mediaType: imageLayer, annotations: { 'dev.tekton.image.kind': 'task' } }] },
    'tekton-bundle',
  ],
  ['a folder of ORAS', { config: unknown, layers: ['text/plain'] }, 'files'],
  [
    'a folder of newer ORAS',
    { config: empty, artifactType: 'application/vnd.unknown.artifact.v1', layers: ['text/plain'] },
    'files',
  ],
  ['anything else', { config: 'application/vnd.acme.rocket.config.v1+json' }, 'artifact'],
  ['a type that nobody knows', { config: empty, artifactType: 'application/vnd.acme.rocket' }, 'artifact'],
  ['a type in capitals', { config: 'Application/VND.CNCF.Flux.Config.v1+JSON' }, 'flux'],
])('%s is known for what it is', (_, given, kind) => {
  expect(toArtifactKind(toManifest(given))).toBe(kind)
})

test('a tag made from a digest says what is kept under it', () => {
  const tag = `sha256-${'a'.repeat(64)}`
  expect(toArtifactKind(toManifest({}), `${tag}.sig`)).toBe('signature')
  expect(toArtifactKind(toIndex([]), tag)).toBe('referrers')
})

test('an index is what all its entries are, attestations about them aside', () => {
  const amd = { platform: { os: 'linux', architecture: 'amd64' } }
  const attestation = { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }
  expect(toArtifactKind(toIndex([amd, attestation]))).toBe('image')
  expect(toArtifactKind(toIndex([{ artifactType: 'application/wasm' }]))).toBe('wasm')
  expect(toArtifactKind(toIndex([{ artifactType: 'application/wasm' }, amd]))).toBe('image')
  expect(
    toArtifactKind(toIndex([amd], { annotations: { 'com.github.package.type': 'homebrew_bottle' } })),
  ).toBe('package')
  expect(
    toArtifactKind(
      toIndex([{ mediaType: imageLayer }, { mediaType: 'application/vnd.buildkit.cacheconfig.v0' }]),
    ),
  ).toBe('build-cache')
})

test('a list of tags tells kinds by one media type and the tag', () => {
  expect(toListedKind(null)).toBe('image')
  expect(toListedKind(imageConfig)).toBe('image')
  expect(toListedKind('application/vnd.cncf.flux.config.v1+json')).toBe('flux')
  expect(toListedKind('application/vnd.acme.rocket')).toBe('artifact')
  expect(toListedKind(imageConfig, `sha256-${'a'.repeat(64)}.att`)).toBe('attestation')
})
