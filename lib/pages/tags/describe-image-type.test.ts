import { expect, test } from 'vitest'
import { listAttachmentTags } from '#lib/oci/attachment-tag.ts'
import { describeImageType } from './describe-image-type.ts'

const manifest = 'application/vnd.oci.image.manifest.v1+json'

test.each([
  ['an index', 'application/vnd.oci.image.index.v1+json', null, 'Multi-platform image'],
  [
    'a Docker manifest list',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    null,
    'Multi-platform image',
  ],
  ['one image', manifest, 'application/vnd.oci.image.config.v1+json', 'Image'],
  ['one image of Docker', null, 'application/vnd.docker.container.image.v1+json', 'Image'],
  ['nothing known', null, null, 'Image'],
  ['a chart', manifest, 'application/vnd.cncf.helm.config.v1+json', 'Helm chart'],
  ['a signature', manifest, 'application/vnd.dev.cosign.artifact.sig.v1+json', 'Signature'],
  ['a bill of materials', manifest, 'application/spdx+json', 'Bill of materials'],
  ['anything else', manifest, 'application/vnd.example.thing', 'Artifact'],
])('%s', (_, mediaType, artifactMediaType, words) => {
  expect(describeImageType(mediaType, artifactMediaType)).toBe(words)
})

test('what signers keep under a tag made from the digest is told from images', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const words = listAttachmentTags(digest).map((tag) =>
    describeImageType(manifest, 'application/vnd.oci.image.config.v1+json', tag),
  )
  expect(words).toEqual(['Signature', 'Attestation', 'Bill of materials'])
  expect(listAttachmentTags(`sha512:${'a'.repeat(128)}`)).toEqual([])
})
