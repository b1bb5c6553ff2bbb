/** A finding is set aside by a statement that names it and this image or its package, with a reason, and by no other. */
import { expect, test } from 'vitest'
import type { NamedImage } from './is-name-of-image.ts'
import type { Vulnerability } from './scan.ts'
import { setAside } from './set-aside.ts'
import type { VexStatement } from './vex.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const index = `sha256:${'cd'.repeat(32)}`
const other = `sha256:${'ef'.repeat(32)}`
const finding: Vulnerability = {
  id: 'CVE-2026-2000',
  aliases: [],
  severity: 'high',
  packageName: 'openssl',
  packageVersion: '3.0.11',
  purl: 'pkg:deb/debian/openssl@3.0.11?arch=amd64',
  fixedVersion: null,
  source: null,
  suppressed: null,
}
const statement = (more: Partial<VexStatement> = {}): VexStatement => ({
  ids: ['CVE-2026-2000'],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  impact: null,
  action: null,
  products: [],
  statedAt: '2026-11-01T00:00:00.000Z',
  ...more,
})
const image: NamedImage = {
  uri: 'images.example/acme/app',
  digests: [digest, index],
  tags: new Set(['1.4.2', 'latest']),
  architecture: 'amd64',
}
const product = (id: string | null, parts: string[] = [], digests: string[] = []) => ({ id, parts, digests })
const judge = (...statements: VexStatement[]) =>
  setAside([finding], [{ author: 'Example', statedAt: null, statements }], image)[0]

test.each([
  ['without products, as it is attached to the image', []],
  ['the image by its package URL', [product(`pkg:oci/app@${digest.replace(':', '%3A')}`)]],
  ['its index', [product(`pkg:oci/app@${index.replace(':', '%3A')}?repository_url=a.example/app`)]],
  ['the image of any version', [product('pkg:oci/app')]],
  ['the image in its repository', [product('pkg:oci/app?repository_url=images.example/acme/app')]],
  ['the image by a tag of it', [product('pkg:oci/app@1.4.2')]],
  ['the image by a hash', [product('something', [], [digest])]],
  ['a reference with its digest', [product(`registry.example/app@${digest}`)]],
  ['a part of the image', [product('pkg:oci/app', ['pkg:deb/debian/openssl'])]],
  [
    'a part of the image in its version',
    [product('pkg:oci/app', ['pkg:deb/debian/openssl@3.0.11?arch=amd64'])],
  ],
  ['the package itself', [product('pkg:deb/debian/openssl@3.0.11')]],
])('%s', (_, products) => {
  expect(judge(statement({ products }))?.aside).toEqual({
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    impact: null,
    author: 'Example',
    statedAt: '2026-11-01T00:00:00.000Z',
  })
})

test.each([
  ['another vulnerability', statement({ ids: ['CVE-2026-2001'] })],
  ['another image', statement({ products: [product(`pkg:oci/app@${other.replace(':', '%3A')}`)] })],
  ['another image of this registry', statement({ products: [product('pkg:oci/frontend')] })],
  [
    'an image of this name elsewhere',
    statement({ products: [product('pkg:oci/app?repository_url=ghcr.io/acme/app')] }),
  ],
  ['another tag of the image', statement({ products: [product('pkg:oci/app@1.4.3')] })],
  ['another part of the image', statement({ products: [product('pkg:oci/app', ['pkg:deb/debian/zlib'])] })],
  ['another version of the package', statement({ products: [product('pkg:deb/debian/openssl@3.0.12')] })],
  ['a package of another kind', statement({ products: [product('pkg:npm/openssl')] })],
  ['a product that is no name', statement({ products: [product(null)] })],
  [
    'the image of any version, with the hash of another one',
    statement({ products: [product('pkg:oci/app', [], [other])] }),
  ],
  [
    'a part of another image, by its hash',
    statement({ products: [product('pkg:oci/app', ['pkg:deb/debian/openssl'], [other])] }),
  ],
  ['no reason', statement({ justification: null, impact: null })],
  ['that it is affected', statement({ status: 'affected', action: 'Update.' })],
  ['that it is looked into', statement({ status: 'under_investigation' })],
])('%s sets nothing aside', (_, one) => {
  expect(judge(one)?.aside).toBeNull()
})

test.each([
  ['of another platform of the index', 'arm64', index, true],
  ['of this platform of the index', 'amd64', index, false],
  ['of any version, for another platform', 'arm64', null, true],
  ['of any version, for this platform', 'amd64', null, false],
  ['of this digest, whatever it is called', 'x86_64', digest, false],
] as const)('an image %s', (_, architecture, version, isOpen) => {
  const id = `pkg:oci/app${version === null ? '' : `@${version.replace(':', '%3A')}`}?arch=${architecture}`
  const statements = [statement({ products: [product(id)] })]
  const documents = [{ author: null, statedAt: null, statements }]
  const [one] = setAside([finding], documents, image)
  expect(one?.aside === null).toBe(isOpen)
})

test.each([
  ['pkg:deb/debian/openssl@3.0.11?arch=arm64', true],
  ['pkg:deb/debian/openssl?arch=amd64', false],
  ['pkg:deb/debian/openssl@3.0.11?distro=debian-11', true],
  ['pkg:deb/debian/openssl@3.0.11?distro=debian-1', true],
  ['pkg:deb/debian/openssl@3.0.11?arch=amd64&distro=debian-12.8', false],
  ['pkg:deb/debian/openssl@3.0.11?distro=debian-12', false],
  ['pkg:deb/debian/openssl@3.0.11?arch=arm64&distro=debian-12', true],
])('a statement about %s leaves a finding of amd64 and Debian 12.8 open: %s', (id, isOpen) => {
  const purl = 'pkg:deb/debian/openssl@3.0.11?arch=amd64&distro=debian-12.8'
  const documents = [{ author: null, statedAt: null, statements: [statement({ products: [product(id)] })] }]
  const [own, bare] = setAside(
    [
      { ...finding, purl },
      { ...finding, purl: null },
    ],
    documents,
    image,
  )
  expect(own?.aside === null).toBe(isOpen)
  // What says nothing of either may be of any.
  expect(bare?.aside).not.toBeNull()
})

test('a statement about one package for several architectures is about each of them', () => {
  const products = ['arm64', 's390x', 'amd64'].map((arch) => product(`pkg:deb/debian/openssl?arch=${arch}`))
  expect(judge(statement({ products }))?.aside).not.toBeNull()
})

test('another image is no package of its name', () => {
  const named = { ...finding, packageName: 'frontend', purl: null }
  const statements = [statement({ products: [product('pkg:oci/frontend?repository_url=ghcr.io/acme')] })]
  expect(setAside([named], [{ author: null, statedAt: null, statements }], image)[0]?.aside).toBeNull()
})

test('the newest statement decides, by whatever name it calls the vulnerability', () => {
  const older = statement()
  const newer = statement({
    ids: ['GHSA-x', 'cve-2026-2000'],
    status: 'affected',
    action: 'Update.',
    statedAt: '2026-11-02T00:00:00.000Z',
  })
  expect(judge(older, newer)).toMatchObject({
    aside: null,
    remark: { status: 'affected', action: 'Update.' },
  })
  expect(judge(newer, older)).toMatchObject({
    aside: null,
    remark: { status: 'affected', action: 'Update.' },
  })
})

test('a statement may call the vulnerability by another name than the report does', () => {
  const found = { ...finding, id: 'GHSA-4v7x-pqxf-cx7m', aliases: ['CVE-2026-2000'] }
  const judgeFound = (...statements: VexStatement[]) =>
    setAside([found], [{ author: null, statedAt: null, statements }], image)[0]
  expect(judgeFound(statement())?.aside).not.toBeNull()
  expect(judgeFound(statement({ ids: ['cve-2026-2000'] }))?.aside).not.toBeNull()
  expect(judgeFound(statement({ ids: ['CVE-2026-2001'] }))?.aside).toBeNull()
  // Whichever name it has, the newest decides.
  const newer = statement({
    ids: ['GHSA-4v7x-pqxf-cx7m'],
    status: 'affected',
    statedAt: '2026-11-02T00:00:00.000Z',
  })
  expect(judgeFound(statement(), newer)).toMatchObject({ aside: null, remark: { status: 'affected' } })
  const older = { ...newer, statedAt: '2026-01-01T00:00:00.000Z' }
  expect(judgeFound(older, statement())?.aside).not.toBeNull()
})

const ofPackage = [product('pkg:oci/app', ['pkg:deb/debian/openssl'])]
const affected = { status: 'affected' as const, action: 'Update.' }
test.each([
  ['about the image', statement(), statement(affected), null],
  [
    'about the image, by another name',
    statement({ products: [product('pkg:oci/app')] }),
    statement({ status: 'under_investigation' }),
    null,
  ],
  [
    'about the package',
    statement({ products: ofPackage }),
    statement({ ...affected, products: ofPackage }),
    null,
  ],
  ['without a time', statement({ statedAt: null }), statement({ ...affected, statedAt: null }), null],
  [
    'of which one names the package, which is not affected',
    statement({ products: ofPackage }),
    statement(affected),
    'not_affected',
  ],
  [
    'of which one names the package, which is',
    statement(),
    statement({ ...affected, products: ofPackage }),
    null,
  ],
  [
    'of which one names another package, too',
    statement({ products: [...ofPackage, product('pkg:oci/app', ['pkg:deb/debian/zlib'])] }),
    statement(affected),
    'not_affected',
  ],
])('of two contradicting statements of one time %s', (_, one, other, status) => {
  expect(judge(one, other)?.aside?.status ?? null).toBe(status)
  expect(judge(other, one)?.aside?.status ?? null).toBe(status)
})

test('a newer statement about the image decides over an older one about the package', () => {
  const older = statement({ ...affected, products: ofPackage, statedAt: '2026-01-01T00:00:00.000Z' })
  expect(judge(older, statement())?.aside).not.toBeNull()
  expect(judge(statement(), older)?.aside).not.toBeNull()
})

test('what is not affected without a reason hides neither an older statement nor what the report suppresses', () => {
  const older = statement({ status: 'fixed', justification: null, statedAt: '2026-01-01T00:00:00.000Z' })
  const unreasoned = statement({ justification: null, statedAt: '2026-11-02T00:00:00.000Z' })
  expect(judge(older, unreasoned)).toMatchObject({ aside: { status: 'fixed' } })
  const affected = { ...older, status: 'affected' as const, action: 'Update.' }
  expect(judge(unreasoned, affected)).toMatchObject({ aside: null, remark: { action: 'Update.' } })
  const documents = [{ author: null, statedAt: null, statements: [unreasoned] }]
  const [one] = setAside([{ ...finding, suppressed: 'Accepted risk' }], documents, image)
  expect(one?.aside).toMatchObject({ status: 'suppressed', impact: 'Accepted risk' })
})

test('what the report itself suppresses keeps its reason', () => {
  const [one] = setAside([{ ...finding, suppressed: 'Accepted risk' }], [], image)
  expect(one?.aside).toMatchObject({ status: 'suppressed', impact: 'Accepted risk' })
})

test('many findings and many statements about one vulnerability cost no more than there are of them', () => {
  const found = Array.from({ length: 10_000 }, (_, at) => ({ ...finding, packageName: `p${at}`, purl: null }))
  const products = Array.from({ length: 100 }, (_, at) => product(`pkg:deb/debian/q${at}`))
  const statements = Array.from({ length: 5_000 }, () => statement({ products }))
  const judged = setAside(found, [{ author: null, statedAt: null, statements }], image)
  expect(judged.filter(({ aside }) => aside !== null)).toEqual([])
})

test('a package without a package URL is named by its name', () => {
  const bare = { ...finding, purl: null, packageName: 'golang.org/x/net', packageVersion: 'v0.46.0' }
  const products = [product('pkg:golang/golang.org/x/net@v0.46.0')]
  const documents = [{ author: null, statedAt: null, statements: [statement({ products })] }]
  expect(setAside([bare], documents, image)[0]?.aside).not.toBeNull()
  expect(setAside([{ ...bare, packageVersion: 'v0.47.0' }], documents, image)[0]?.aside).toBeNull()
})

test('a bare name is no package of a namespace that may have others of that name', () => {
  const bare = { ...finding, purl: null, packageName: 'core', packageVersion: '17.0.0' }
  const judgeBare = (id: string) =>
    setAside(
      [bare],
      [{ author: null, statedAt: null, statements: [statement({ products: [product(id)] })] }],
      image,
    )[0]?.aside ?? null
  expect(judgeBare('pkg:npm/%40angular/core@17.0.0')).toBeNull()
  expect(judgeBare('pkg:golang/example.org/core')).toBeNull()
  // A distribution has one package of a name.
  expect(judgeBare('pkg:deb/debian/core@17.0.0')).not.toBeNull()
})
