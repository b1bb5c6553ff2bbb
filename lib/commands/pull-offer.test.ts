/** Guards the one decision behind every pull command: kind, client, platform, form and plain HTTP, and what never happens. */
import { describe, expect, test } from 'vitest'
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'
import { listPullClients } from './pull-client.ts'
import { type PlatformOption, type Pullable, toPullOffer, toRowCommand } from './pull-offer.ts'
import { REFERENCE_FORMS } from './pull-reference.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const toDigest = (letter: string) => `sha256:${letter.repeat(64)}`
const name = 'registry.example/acme/app'
const image: Pullable = { name, tag: '1.2', digest, kind: 'image' }
const chart: Pullable = { ...image, kind: 'chart' }
const toPlatform = (key: string, letter: string): PlatformOption => {
  const [os = '', architecture = '', variant = null] = key.replace(/\(.*\)/, '').split('/')
  return { key, text: key, os, architecture, variant, digest: toDigest(letter) }
}
const platforms = [toPlatform('linux/amd64', 'a'), toPlatform('linux/arm/v7', 'b')]

describe('every kind with every client, form, platform and protocol', () => {
  const all = ARTIFACT_KINDS.flatMap((kind) =>
    listPullClients(kind).flatMap((client) =>
      REFERENCE_FORMS.flatMap((form) =>
        [null, ...platforms.map(({ key }) => key)].flatMap((platform) =>
          [true, false].map((plainHttp) => ({ kind, client, form, platform, plainHttp })),
        ),
      ),
    ),
  )

  test('has one text, in which what was chosen is named', () => {
    for (const { kind, plainHttp, ...choice } of all) {
      const offer = toPullOffer({ ...image, kind, platforms }, choice, plainHttp)
      expect(offer).toMatchObject({ client: choice.client, form: choice.form })
      expect(offer?.platform?.key ?? null).toBe(choice.platform)
      expect(offer?.text).toContain(name)
      expect(offer?.text).not.toMatch(/undefined|null|\[object/)
    }
  })

  test('is never `docker pull` for what is no image', () => {
    for (const { kind, plainHttp, ...choice } of all.filter(({ kind }) => kind !== 'image')) {
      for (const client of ['docker', 'podman', choice.client]) {
        const text = toPullOffer({ ...image, kind, platforms }, { ...choice, client }, plainHttp)?.text ?? ''
        expect(text).not.toMatch(/^(?:docker|podman|nerdctl|finch|ctr|crictl) /)
      }
    }
  })
})

test.each(['build-cache', 'referrers'] as const)('a %s is not there to be pulled', (kind) => {
  expect(toPullOffer({ ...image, kind }, { client: 'oras' }, false)).toBeNull()
  expect(toRowCommand({ ...image, kind }, 'docker', false)).toBeNull()
})

describe('a choice counts as far as it fits', () => {
  test('names of other days and other pages are not taken', () => {
    const offer = toPullOffer(image, { client: 'helm', form: 'name', platform: 'linux/amd64' }, false)
    expect(offer).toMatchObject({ client: 'docker', form: 'tag', platform: null })
  })

  test('what is shown by its digest is pulled by it', () => {
    const offer = toPullOffer({ ...image, tag: null }, { form: 'tag' }, false)
    expect(offer).toMatchObject({ forms: ['digest'], text: `docker pull ${name}@${digest}` })
  })
})

describe('a Helm chart', () => {
  test('whose tag is no version is named by its digest', () => {
    for (const tag of ['latest-dev', 'latest', 'main', '1.2.3.4']) {
      expect(toPullOffer({ ...chart, tag }, {}, false)).toMatchObject({
        forms: ['digest'],
        text: `helm pull oci://${name}@${digest}`,
      })
    }
  })

  test('is pulled by its tag with clients that know nothing of versions', () => {
    expect(toPullOffer({ ...chart, tag: 'latest-dev' }, { client: 'oras' }, false)?.text).toContain(
      `${name}:latest-dev`,
    )
  })

  test('has no command in a row that knows neither a version nor a digest', () => {
    expect(toRowCommand({ ...chart, tag: 'latest-dev', digest: null }, null, false)).toBeNull()
    expect(toRowCommand({ ...chart, digest: null }, null, true)).toBe(
      `helm pull --plain-http oci://${name} --version 1.2`,
    )
  })
})

describe('two platforms with the same words', () => {
  const windows = [
    toPlatform('windows(10.0.17763.1)/amd64', 'c'),
    toPlatform('windows(10.0.20348.1)/amd64', 'd'),
  ]
  const choose = (client: string, form = 'tag') =>
    toPullOffer(
      { ...image, platforms: windows },
      { client, form, platform: 'windows(10.0.20348.1)/amd64' },
      false,
    )

  test('are told apart by their digests', () => {
    expect(choose('docker')?.text).toBe(`docker pull --platform windows/amd64 ${name}@${toDigest('d')}`)
    expect(choose('skopeo')?.text).toBe(`skopeo copy docker://${name}@${toDigest('d')} oci:app`)
    expect(choose('dockerfile')?.text).toBe(`FROM --platform=windows/amd64 ${name}@${toDigest('d')}`)
  })

  test('never by the tag alone, whatever the client', () => {
    for (const client of listPullClients('image')) {
      const offer = choose(client)
      expect(offer?.forms).not.toContain('tag')
      expect(offer?.text, client).toContain(toDigest('d'))
    }
    expect(choose('docker', 'tag-and-digest')?.text).toContain(`:1.2@${toDigest('d')}`)
  })
})

test('a row copies for the client that was chosen last, and tells it of plain HTTP', () => {
  expect(toRowCommand(image, null, false)).toBe(`docker pull ${name}:1.2`)
  expect(toRowCommand(image, 'podman', true)).toBe(`podman pull --tls-verify=false ${name}:1.2`)
  expect(toRowCommand(chart, 'podman', false)).toBe(`helm pull oci://${name} --version 1.2`)
})
