/** The words for the kinds of what a registry can hold; apart from how they are recognised, as pages need nothing else. */
import type { ArtifactKind } from './artifact-kinds.ts'

const words: Record<ArtifactKind, string> = {
  image: 'Image',
  chart: 'Helm chart',
  wasm: 'WebAssembly module',
  model: 'AI model',
  flux: 'Flux manifests',
  signature: 'Signature',
  attestation: 'Attestation',
  sbom: 'Bill of materials',
  vex: 'Exploitability statement (VEX)',
  report: 'Scan report',
  referrers: 'List of attachments',
  'build-cache': 'Build cache',
  policy: 'Policy',
  package: 'Homebrew bottle',
  'apptainer-image': 'Apptainer image',
  'tekton-bundle': 'Tekton bundle',
  'compose-project': 'Compose application',
  'dev-container': 'Dev container feature',
  'falco-rules': 'Falco rules or plugin',
  'infrastructure-module': 'OpenTofu module',
  volume: 'Volume',
  database: 'Vulnerability database',
  files: 'Files',
  artifact: 'Artifact',
}

/** A kind in words for a visitor. @example describeKind('chart') // 'Helm chart' */
export function describeKind(kind: ArtifactKind): string {
  return words[kind]
}
