import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, putManifest, toDescriptor, toImage } from '#testing/registry/distribution/push-image.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'

let api: DistributionTest
const image = toImage(['one'])
const { digest } = toDescriptor(image)

beforeEach(async () => {
  api = await openDistributionTest()
  for (const blob of ['one', '{}']) await pushBlob(api, 'acme/app', blob)
  await putManifest(api, 'acme/app', '1.0', image)
  api.setTime('2026-11-28T12:00:00Z')
})
afterEach(() => api.close())

const resourceArn = `arn:aws:ecr-public::${ownerAccount}:repository/app`
const tagResource = (tags: Record<string, string>) =>
  api.call('TagResource', {
    resourceArn,
    tags: Object.entries(tags).map(([name, Value]) => ({ Key: `public-gallery:${name}`, Value })),
  })
const pull = async (method: 'GET' | 'HEAD', reference: string) => {
  const { status, headers } = await api.send(method, `/v2/acme/app/manifests/${reference}`, { as: 'anyone' })
  return { status, warning: headers.warning }
}
const attachEnd = (date: string) => {
  const artifact = toImage([], {
    artifactType: 'application/vnd.microsoft.artifact.lifecycle',
    subject: toDescriptor(image, JSON.parse(image).mediaType),
    annotations: { 'vnd.microsoft.artifact.lifecycle.end-of-life.date': date },
  })
  return putManifest(api, 'acme/app', toDescriptor(artifact).digest, artifact)
}

test('every pull of a repository that ends carries the warning, by tag and digest, GET and HEAD', async () => {
  await tagResource({ 'end-of-life': '2027-01-31', successor: 'tidewater/cache/harbor' })
  for (const method of ['GET', 'HEAD'] as const) {
    for (const reference of ['1.0', digest]) {
      expect(await pull(method, reference)).toEqual({
        status: 200,
        warning: '299 - "This repository ends on 2027-01-31. Use tidewater/cache/harbor instead."',
      })
    }
  }
})

test('what is not deprecated has none, and it goes with the tag', async () => {
  expect(await pull('GET', '1.0')).toEqual({ status: 200, warning: undefined })
  await tagResource({ deprecated: 'true' })
  expect((await pull('GET', '1.0')).warning).toBe('299 - "This repository is deprecated."')
  await api.call('UntagResource', { resourceArn, tagKeys: ['public-gallery:deprecated'] })
  expect((await pull('GET', '1.0')).warning).toBeUndefined()
})

test('the words follow the clock, also where the answer is kept', async () => {
  await tagResource({ 'end-of-life': '2027-01-31' })
  expect((await pull('GET', '1.0')).warning).toContain('ends on')
  api.setTime('2027-02-01T00:00:00Z')
  expect((await pull('GET', '1.0')).warning).toBe('299 - "This repository ended on 2027-01-31."')
})

test('an image ends by the artifact that says so, and other images do not', async () => {
  await attachEnd('2026-12-31')
  expect((await pull('GET', digest)).warning).toBe('299 - "This image ends on 2026-12-31."')
  const other = toImage(['one', 'one'])
  await putManifest(api, 'acme/app', '2.0', other)
  expect((await pull('GET', '2.0')).warning).toBeUndefined()
  await tagResource({ deprecated: '2026-08-04' })
  expect((await pull('HEAD', '1.0')).warning).toBe(
    '299 - "This image ends on 2026-12-31. This repository is deprecated since 2026-08-04."',
  )
})

test('whatever a publisher writes, the header has the form of the specification', async () => {
  const values = ['never', '2027-01-31 " x', '9999-12-31', '2027-02-30', 'a'.repeat(256)]
  for (const value of values) {
    await tagResource({ deprecated: 'true', 'end-of-life': value, successor: value })
    await attachEnd(value)
    const { warning = '' } = await pull('GET', '1.0')
    expect(warning).toBe('299 - "This repository is deprecated."')
  }
  const longest = `${'a'.repeat(50)}/${'b'.repeat(150)}`
  await tagResource({ deprecated: '2026-01-01', 'end-of-life': '2027-01-31', successor: longest })
  const { warning = '' } = await pull('GET', '1.0')
  expect(warning).toMatch(/^299 - "[\x20\x21\x23-\x5b\x5d-\x7e]+"$/)
  expect(warning.length).toBeLessThan(4096)
})
