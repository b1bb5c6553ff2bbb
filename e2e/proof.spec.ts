/** An image's page says of each statement whether it is verified, by whom and why not; and what it says follows what the publisher names. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { TagResourceCommand } from '@aws-sdk/client-ecr-public'
import AxeBuilder from '@axe-core/playwright'
import type { PushedManifest, Pusher } from '#testing/create-pusher.ts'
import { test as base, expect } from '#testing/fixtures.ts'
import { createSigningAuthority, toStatement } from '#testing/signing-authority.ts'
import { type OwnRepository, withRepository } from '#testing/with-repository.ts'

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const empty = { mediaType: 'application/vnd.oci.empty.v1+json' }

const test = base.extend<{ repository: OwnRepository }>({
  repository: ({ admin, server, page }, use) => withRepository({ admin, server, page }, 'proof', use),
})

function attach(pusher: Pusher, subject: PushedManifest, bundle: object) {
  return pusher.pushManifest(null, {
    config: empty,
    layers: [{ mediaType: bundleType, text: JSON.stringify(bundle) }],
    artifactType: bundleType,
    annotations: { 'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1' },
    subject,
  })
}

function signWithKey(digest: string, key: KeyObject): object {
  const payloadType = 'application/vnd.in-toto+json'
  const payload = Buffer.from(JSON.stringify(toStatement(digest)))
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `
  const sig = sign('sha256', Buffer.concat([Buffer.from(head), payload]), key).toString('base64')
  return {
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint: '' } },
    dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig }] },
  }
}

test('a signature is not verified until the publisher names the key, and then is', async ({
  page,
  admin,
  repository: { path, arn, pusher },
  say,
  language,
}) => {
  test.slow()
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const image = await pusher.pushImage('1.0')
  await attach(pusher, image, signWithKey(image.digest, privateKey))
  const vouching = page.getByRole('region', { name: say('proof.title') })
  await expect(async () => {
    await page.goto(`${path}?tag=1.0`)
    await expect(vouching).toContainText(
      say('proof.notVerified', { doubt: say('proof.doubts.unknown-key') }),
      {
        timeout: 500,
      },
    )
  }).toPass()
  await expect(vouching.getByText(say('proof.check.title'))).toHaveCount(0)

  const value = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const tags = [{ Key: 'public-gallery:signing-key', Value: value }]
  await admin.send(new TagResourceCommand({ resourceArn: arn, tags }))
  await expect(async () => {
    await page.goto(`${path}?tag=1.0`)
    await expect(vouching).toContainText(language === 'ja' ? /署名者.*の鍵/ : /Signed\s*with .*’s key/, {
      timeout: 500,
    })
  }).toPass()
  await expect(vouching).toContainText(
    say('proof.note', { total: 1, verified: 1, hasDate: 'no', pending: 0, date: '' }),
  )
  await expect(vouching.locator('pre')).toContainText(`@${image.digest}`)
  await expect(vouching.locator('pre')).toContainText(value.slice(0, 64))
  const { violations } = await new AxeBuilder({ page }).include('[aria-labelledby=vouching]').analyze()
  expect(violations).toEqual([])

  await expect(async () => {
    await page.goto(path)
    await expect(
      page.getByRole('link', { name: language === 'ja' ? /の鍵$/ : /’s key$/ }).first(),
    ).toBeVisible({ timeout: 500 })
    await page.goto(`${path}?tab=tags`)
    await expect(page.getByRole('cell', { name: say('tags.signed.verified') })).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('hostile bundles are told for what they are, and the page stands', async ({
  page,
  repository: { path, pusher },
  say,
}) => {
  const authority = await createSigningAuthority()
  const image = await pusher.pushImage('1.0')
  const other = `sha256:${'0'.repeat(64)}`
  await attach(pusher, image, await authority.signStatement(toStatement(image.digest)))
  await attach(pusher, image, await authority.signStatement(toStatement(other)))
  await attach(pusher, image, { mediaType: bundleType, verificationMaterial: {}, dsseEnvelope: [] })
  await attach(pusher, image, Array(50).fill({ a: '<script>alert(1)</script>' }))
  const vouching = page.getByRole('region', { name: say('proof.title') })
  await expect(async () => {
    await page.goto(`${path}?tag=1.0`)
    await expect(vouching).toContainText(
      say('proof.note', { total: 4, verified: 0, hasDate: 'no', pending: 0, date: '' }),
      { timeout: 500 },
    )
  }).toPass()
  const unknownRoot = say('proof.doubts.unknown-root')
  await expect(vouching).toContainText(unknownRoot)
  await expect(vouching).toContainText(say('proof.doubts.other-image'))
  await expect(vouching.getByText(say('proof.doubts.unreadable'))).toHaveCount(2)
  await expect(vouching.getByText(say('proof.headings.signed'), { exact: true })).toHaveCount(0)
})
