import { expect, test } from 'vitest'
import { describeKind, toArtifactKind, toListedKind } from './artifact-kind.ts'
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

test.each<[string, Given, string]>([
  ['an image', {}, 'Image'],
  ['an image of Docker', { config: 'application/vnd.docker.container.image.v1+json' }, 'Image'],
  ['an image whose artifactType repeats its config', { artifactType: imageConfig }, 'Image'],
  ['a chart', { config: 'application/vnd.cncf.helm.config.v1+json' }, 'Helm chart'],
  [
    'a chart with its provenance',
    {
      config: 'application/vnd.cncf.helm.config.v1+json',
      layers: [
        'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        'application/vnd.cncf.helm.chart.provenance.v1.prov',
      ],
    },
    'Helm chart',
  ],
  ['cosign 2, by its layers', { layers: ['application/vnd.dev.cosign.simplesigning.v1+json'] }, 'Signature'],
  ['cosign 3', { config: empty, artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, 'Signature'],
  [
    'a bundle with a statement',
    {
      config: empty,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' },
    },
    'Attestation',
  ],
  [
    'a bundle with a signature, as cosign 3 marks it',
    {
      config: empty,
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: { 'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1' },
    },
    'Signature',
  ],
  [
    'Notation',
    { config: 'application/vnd.cncf.notary.signature', layers: ['application/jose+json'] },
    'Signature',
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
    'Attestation',
  ],
  ['what BuildKit attests', { layers: ['application/vnd.in-toto+json'] }, 'Attestation'],
  ['an envelope of cosign', { layers: ['application/vnd.dsse.envelope.v1+json'] }, 'Attestation'],
  ['SPDX', { config: empty, artifactType: 'application/spdx+json' }, 'Bill of materials'],
  ['SPDX as text in a layer', { config: unknown, layers: ['text/spdx'] }, 'Bill of materials'],
  ['CycloneDX', { config: empty, artifactType: 'application/vnd.cyclonedx+json' }, 'Bill of materials'],
  ['Syft', { layers: ['application/vnd.syft+json'] }, 'Bill of materials'],
  ['OpenVEX', { config: empty, artifactType: 'application/openvex+json' }, 'Exploitability statement (VEX)'],
  ['a scan', { config: empty, artifactType: 'application/sarif+json' }, 'Scan report'],
  [
    'a database of Grype',
    { config: empty, layers: ['application/vnd.anchore.grype.db.layer.v6+tar+zstd'] },
    'Vulnerability database',
  ],
  [
    'a database of Trivy',
    {
      config: 'application/vnd.aquasec.trivy.config.v1+json',
      layers: ['application/vnd.aquasec.trivy.db.layer.v1.tar+gzip'],
    },
    'Vulnerability database',
  ],
  ['Hugging Face', { config: empty, artifactType: 'application/vnd.huggingface.model.v1+json' }, 'AI model'],
  ['MLflow', { config: 'application/vnd.mlflow.model.config.v1+json' }, 'AI model'],
  ['KitOps', { config: 'application/vnd.kitops.modelkit.config.v1+json' }, 'AI model'],
  ['ModelPack', { config: 'application/vnd.cncf.model.config.v1+json' }, 'AI model'],
  ['a model of Docker', { config: 'application/vnd.docker.ai.model.config.v0.1+json' }, 'AI model'],
  [
    'WebAssembly',
    { config: 'application/vnd.wasm.config.v0+json', layers: ['application/wasm'] },
    'WebAssembly module',
  ],
  ['WebAssembly in a layer alone', { config: empty, layers: ['application/wasm'] }, 'WebAssembly module'],
  ['Flux', { config: 'application/vnd.cncf.flux.config.v1+json' }, 'Flux manifests'],
  ['a cache', { config: 'application/vnd.buildkit.cacheconfig.v0' }, 'Build cache'],
  ['a policy', { config: 'application/vnd.cncf.openpolicyagent.config.v1+json' }, 'Policy'],
  ['Apptainer', { config: unknown, layers: ['application/vnd.sylabs.sif.layer.v1.sif'] }, 'Apptainer image'],
  ['Falco', { config: 'application/vnd.cncf.falco.rulesfile.config.v1+json' }, 'Falco rules or plugin'],
  [
    'Compose',
    { config: empty, artifactType: 'application/vnd.docker.compose.project' },
    'Compose application',
  ],
  ['a feature', { config: 'application/vnd.devcontainers' }, 'Dev container feature'],
  ['Homebrew', { annotations: { 'com.github.package.type': 'homebrew_bottle' } }, 'Homebrew bottle'],
  [
    'Tekton',
    { layers: [{ mediaType: imageLayer, annotations: { 'dev.tekton.image.kind': 'task' } }] },
    'Tekton bundle',
  ],
  ['a folder of ORAS', { config: unknown, layers: ['text/plain'] }, 'Files'],
  [
    'a folder of newer ORAS',
    { config: empty, artifactType: 'application/vnd.unknown.artifact.v1', layers: ['text/plain'] },
    'Files',
  ],
  ['anything else', { config: 'application/vnd.acme.rocket.config.v1+json' }, 'Artifact'],
  ['a type that nobody knows', { config: empty, artifactType: 'application/vnd.acme.rocket' }, 'Artifact'],
  ['a type in capitals', { config: 'Application/VND.CNCF.Flux.Config.v1+JSON' }, 'Flux manifests'],
])('%s is known for what it is', (_, given, words) => {
  expect(describeKind(toArtifactKind(toManifest(given)))).toBe(words)
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
