/** Makes what is neither an image nor a chart, as ORAS pushes it (OCI image specification 1.1.1, "Guidelines for Artifact Usage"). */
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import type { DemoArtifacts } from './demo-images.ts'
import { type DemoPush, toBlob, toDescriptor, toManifest } from './demo-push.ts'
import { type ReleaseOrigin, toAnnotations } from './make-release.ts'

/** One version of it under its tags; the first of the list is pushed last. */
export function makeArtifact(
  artifacts: DemoArtifacts,
  tags: DemoArtifacts['releases'][number],
  origin: ReleaseOrigin,
): DemoPush {
  const [version = ''] = tags
  const { artifactType, configMediaType, layerMediaType, fileName } = artifacts
  const config = toBlob(JSON.stringify(artifacts.config))
  const content = toBlob(artifacts.content.replaceAll('{{version}}', version))
  const manifest = toManifest(
    {
      schemaVersion: 2,
      mediaType: OCI_IMAGE,
      artifactType,
      config: toDescriptor(configMediaType, config),
      layers: [
        {
          ...toDescriptor(layerMediaType, content),
          annotations: { 'org.opencontainers.image.title': fileName },
        },
      ],
      annotations: toAnnotations(version, origin),
    },
    tags.toReversed(),
  )
  return { blobs: [config, content], manifests: [manifest] }
}
