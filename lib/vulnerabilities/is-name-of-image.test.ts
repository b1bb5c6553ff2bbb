/** A statement about another image is none about this one, however alike their names are. */
import { expect, test } from 'vitest'
import { isNameOfImage, type NamedImage } from './is-name-of-image.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const index = `sha256:${'cd'.repeat(32)}`
const other = `sha256:${'ef'.repeat(32)}`
const image: NamedImage = {
  uri: 'localhost:5050/acme/team/backend',
  digests: [digest, index],
  tags: new Set(['1.4.2', 'latest']),
  architecture: 'amd64',
}
const encode = (text: string) => text.replace(':', '%3A')

test.each([
  'pkg:oci/backend',
  'pkg:oci/Backend',
  'pkg:oci/backend?repository_url=localhost:5050/acme/team/backend',
  'pkg:oci/backend?repository_url=http://localhost:5050/acme/team/backend',
  'pkg:oci/backend?repository_url=localhost%3A5050%2Facme%2Fteam%2Fbackend%3A1.4.2',
  'pkg:oci/backend?repository_url=localhost:5050/acme/team/',
  'pkg:oci/backend@1.4.2?repository_url=LOCALHOST:5050/Acme/team/backend',
  'pkg:oci/backend?repository_url=localhost:5050/acme/team/backend&tag=1.4.2',
  'pkg:docker/team/backend@latest',
  'pkg:docker/acme/team/backend@1.4.2?repository_url=localhost:5050',
  `pkg:oci/backend@${encode(index)}?arch=amd64`,
  `pkg:oci/backend@${encode(digest)}?tag=1.3.0`,
  // A copy of the image.
  `pkg:oci/copied@${encode(digest)}?repository_url=ghcr.io/other/copied`,
  `ghcr.io/other/copied@${digest}`,
])('%s is its name', (id) => {
  expect(isNameOfImage(id, image)).toBe(true)
})

test.each([
  'pkg:oci/frontend?repository_url=ghcr.io/acme/frontend',
  'pkg:oci/end',
  'pkg:oci/backend?repository_url=ghcr.io/acme/team/backend',
  'pkg:oci/backend?repository_url=localhost:5050/acme/other/backend',
  'pkg:oci/backend?repository_url=localhost:5050/acme',
  'pkg:oci/backend@1.4.3',
  'pkg:oci/backend@1.4.2?tag=1.4.3',
  'pkg:oci/backend?repository_url=localhost:5050/acme/team/backend&tag=1.4.3',
  'pkg:oci/backend?arch=arm64',
  `pkg:oci/backend@${encode(other)}`,
  `pkg:oci/backend@${encode(other)}?tag=1.4.2`,
  'pkg:docker/library/backend@1.4.2',
  'pkg:docker/library/postgres@16.1',
  'pkg:npm/backend',
  'backend',
])('%s is not its name', (id) => {
  expect(isNameOfImage(id, image)).toBe(false)
})

test('where no tags are known, a tag is none of the image', () => {
  expect(isNameOfImage('pkg:oci/backend@1.4.2', { ...image, tags: new Set() })).toBe(false)
  expect(isNameOfImage('pkg:oci/backend', { ...image, tags: new Set() })).toBe(true)
})
