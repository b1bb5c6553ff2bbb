/** The kinds of what a registry can hold, apart from how they are recognised, which most pages do without. */

export const ARTIFACT_KINDS = [
  'image',
  'chart',
  'wasm',
  'model',
  'flux',
  'signature',
  'attestation',
  'sbom',
  'vex',
  'report',
  /** The index under a tag made from a digest: what refers to it, for registries without referrers. */
  'referrers',
  'build-cache',
  'policy',
  'package',
  'apptainer-image',
  'tekton-bundle',
  'compose-project',
  'dev-container',
  'falco-rules',
  'infrastructure-module',
  'volume',
  'database',
  /** Files as they are, of which nothing says what they are for. */
  'files',
  /** Of a type that is not known here. */
  'artifact',
] as const
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number]
