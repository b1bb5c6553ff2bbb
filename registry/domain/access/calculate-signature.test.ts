/** Known answers: the examples that AWS publishes for Signature Version 4 (key, secret, date and results). */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { calculateSignature, type SignedRequest } from './calculate-signature.ts'

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const example: SignedRequest = {
  method: 'GET',
  url: '/',
  headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' },
  payloadSha256: createHash('sha256').update('').digest('hex'),
  signedAt: new Date('2015-08-30T12:36:00Z'),
  region: 'us-east-1',
  service: 'service',
}

test.each<[name: string, request: Partial<SignedRequest>, signature: string]>([
  ['get-vanilla', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', { method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    { url: '/?Param2=value2&Param1=value1' },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-header-value-trim',
    { headers: { ...example.headers, 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } },
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-header-key-sort',
    { method: 'POST', headers: { ...example.headers, 'my-header1': 'value1' } },
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  ],
  [
    'post-x-www-form-urlencoded',
    {
      method: 'POST',
      headers: { ...example.headers, 'content-type': 'application/x-www-form-urlencoded' },
      payloadSha256: createHash('sha256').update('Param1=value1').digest('hex'),
    },
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'the example of the AWS General Reference',
    {
      url: '/?Action=ListUsers&Version=2010-05-08',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        host: 'iam.amazonaws.com',
        'x-amz-date': '20150830T123600Z',
      },
      service: 'iam',
    },
    '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  ],
])('%s', async (_name, request, signature) => {
  expect(await calculateSignature({ ...example, ...request }, credentials)).toBe(signature)
})

test('headers that the library never signs itself are used where a client signed them', async () => {
  const headers = { ...example.headers, 'user-agent': 'curl/8.0' }
  expect(await calculateSignature({ ...example, headers }, credentials)).not.toBe(
    await calculateSignature(example, credentials),
  )
})
