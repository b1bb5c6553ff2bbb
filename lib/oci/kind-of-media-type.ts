/**
 * What a media type of an artifact, its config or its layers says about it: a table of what tools push to registries. A new tool is
 * one line. Media types are compared without regard to case (RFC 9110, §8.3.1). Pure.
 */

import type { ArtifactKind } from './artifact-kinds.ts'

export type { ArtifactKind } from './artifact-kinds.ts'

/** The first that fits decides: a statement about a bill of materials is a statement. */
const beginnings: readonly (readonly [ArtifactKind, readonly string[]])[] = [
  ['chart', ['application/vnd.cncf.helm.']],
  [
    'signature',
    [
      'application/vnd.dev.cosign.artifact.sig',
      'application/vnd.dev.cosign.simplesigning',
      'application/vnd.dev.sigstore.bundle',
      'application/vnd.cncf.notary.',
      'application/vnd.dev.cosign.artifact.signature',
      'application/vnd.sigstore.',
      'application/pgp-signature',
    ],
  ],
  ['sbom', ['application/vnd.dev.cosign.artifact.sbom', 'application/vnd.goharbor.harbor.sbom']],
  [
    'attestation',
    [
      'application/vnd.in-toto',
      'application/vnd.dsse.envelope',
      'application/vnd.dev.cosign.artifact.att',
      'application/vnd.docker.attestation',
      'application/vnd.dev.cosign.attestation',
      'application/vnd.dev.in-toto',
    ],
  ],
  [
    'vex',
    [
      'application/vex',
      'application/openvex',
      'application/vnd.openvex',
      'application/vnd.dev.openvex',
      'application/csaf',
    ],
  ],
  [
    'database',
    [
      'application/vnd.aquasec.trivy.db',
      'application/vnd.aquasec.trivy.javadb',
      'application/vnd.aquasec.trivy.config',
      'application/vnd.anchore.grype.db',
    ],
  ],
  [
    'report',
    [
      'application/sarif',
      'application/vnd.security.vuln',
      'application/vnd.aquasec.trivy.report',
      'application/vnd.aquasec.trivy.vulnerability',
      'application/vnd.trivy.report',
      'application/vnd.anchore.grype.report',
      'application/vnd.scanner.adapter.vuln.report',
      'application/vnd.goharbor.harbor.vuln',
      'application/vnd.anchore.vuln',
      'application/vnd.org.snyk.',
    ],
  ],
  [
    'sbom',
    [
      'application/spdx',
      'text/spdx',
      'application/vnd.cyclonedx',
      'application/cyclonedx',
      'text/cyclonedx',
      'application/vnd.syft',
      'application/vnd.spdx',
    ],
  ],
  [
    'model',
    [
      'application/vnd.kitops.modelkit',
      'application/vnd.cncf.model',
      'application/vnd.docker.ai.model',
      'application/vnd.docker.ai.gguf',
      'application/vnd.ollama.',
      'application/vnd.ramalama.',
      'application/vnd.mlpack.',
      'application/vnd.kitops.',
      'application/vnd.cnai.model',
      'application/vnd.huggingface.',
      'application/vnd.mlflow.',
    ],
  ],
  [
    'policy',
    [
      'application/vnd.cncf.openpolicyagent',
      'application/vnd.cncf.kyverno',
      'application/vnd.opa.',
      'application/vnd.openpolicyagent',
      'application/vnd.gatekeeper',
      'application/vnd.kubewarden',
      'application/vnd.notaryproject.ratify',
    ],
  ],
  ['flux', ['application/vnd.cncf.flux.']],
  [
    'wasm',
    [
      'application/wasm',
      'application/vnd.wasm.',
      'application/vnd.module.wasm.',
      'application/vnd.bytecodealliance.wasm',
      'application/vnd.fermyon.spin',
      'application/vnd.wasmcloud.',
      'application/vnd.w3c.wasm',
    ],
  ],
  ['build-cache', ['application/vnd.buildkit.cache']],
  [
    'apptainer-image',
    ['application/vnd.sylabs.sif', 'application/vnd.singularity', 'application/vnd.apptainer'],
  ],
  ['tekton-bundle', ['application/vnd.tekton', 'application/vnd.dev.tekton']],
  ['compose-project', ['application/vnd.docker.compose']],
  ['dev-container', ['application/vnd.devcontainers']],
  ['falco-rules', ['application/vnd.cncf.falco']],
  [
    'infrastructure-module',
    [
      'application/vnd.opentofu',
      'application/vnd.terraform',
      'application/vnd.hashicorp.terraform',
      'application/vnd.terragrunt',
    ],
  ],
  ['volume', ['application/vnd.docker.volume']],
  ['package', ['application/vnd.homebrew', 'application/vnd.sh.brew']],
  ['files', ['application/vnd.unknown.', 'application/vnd.oci.empty.', 'application/vnd.oras.']],
]

/** For types that are only roughly known; an inventor of a type puts these words into it. */
const parts: readonly (readonly [ArtifactKind, readonly string[]])[] = [
  ['attestation', ['in-toto', 'attestation', 'provenance']],
  ['vex', ['openvex']],
  ['sbom', ['cyclonedx', 'spdx', 'sbom']],
  ['signature', ['.cosign.', '.sigstore.', 'signature']],
  ['report', ['vuln-report', 'vulnerability.report', 'vulnerability-report', 'scan-report']],
  ['wasm', ['wasm']],
]

/** The formats of layers that images are made of, and configs that say so themselves. */
const imageParts = [
  'application/vnd.oci.image.',
  'application/vnd.docker.image.',
  'application/vnd.docker.container.image.',
  'application/vnd.docker.distribution.',
]

/** What a media type is the mark of; null where it says nothing, as for the parts of images. */
export function findKindOfMediaType(mediaType: string | null): ArtifactKind | null {
  if (mediaType === null) return null
  const text = mediaType.slice(0, 255).toLowerCase()
  if (imageParts.some((part) => text.startsWith(part))) return null
  return (
    beginnings.find(([, starts]) => starts.some((start) => text.startsWith(start)))?.[0] ??
    parts.find(([, words]) => words.some((word) => text.includes(word)))?.[0] ??
    null
  )
}
