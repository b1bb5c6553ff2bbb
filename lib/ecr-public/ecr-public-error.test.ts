import { expect, test } from 'vitest'
import { toEcrPublicError } from './ecr-public-error.ts'

function named(name: string, message = '', fields: object = {}): Error {
  return Object.assign(new Error(message), { name, ...fields })
}

const refused = named('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' })

test.each([
  ['unreachable', refused, /http:\/\/there cannot be reached.*ECR_PUBLIC_ENDPOINT/],
  ['unreachable', new TypeError('fetch failed', { cause: refused }), /cannot be reached/],
  ['unreachable', new AggregateError([refused], ''), /cannot be reached/],
  ['unreachable', named('TimeoutError'), /cannot be reached/],
  ['credentials', named('UnrecognizedClientException', 'unknown key'), /AWS_PROFILE.*DATA_DIR\/credentials/],
  ['credentials', named('InvalidSignatureException', 'The request signature does not match'), /credentials/],
  ['credentials', named('CredentialsProviderError', 'Could not load credentials'), /credentials/],
  ['credentials', named('ExpiredTokenException'), /credentials/],
  ['permission', named('AccessDeniedException'), /Allow the action ecr-public:DescribeImageTags/],
  [
    'clock-skew',
    named('InvalidSignatureException', 'Signature expired: 2020… is now earlier than'),
    /Set the clock/,
  ],
  ['clock-skew', named('InvalidSignatureException', 'Signature not yet current: 2050…'), /Set the clock/],
  ['throttled', named('ThrottlingException'), /SYNC_INTERVAL_SECONDS/],
  ['invalid', named('InvalidParameterException', "Invalid parameter at 'nextToken'"), /nextToken/],
  ['server', named('ServerException'), /internal problem/],
  ['unknown', named('SomethingElse', 'what?'), /unexpected answer.*SomethingElse: what\?/],
  ['unknown', 'a thrown string', /unexpected answer/],
])('%s', (kind, thrown, message) => {
  const error = toEcrPublicError(thrown, 'DescribeImageTags', 'http://there')
  expect(error.kind).toBe(kind)
  expect(error.message).toMatch(/^DescribeImageTags failed: /)
  expect(error.message).toMatch(message)
  expect(error.cause).toBe(thrown)
  expect(toEcrPublicError(error, 'Other', null)).toBe(error)
})
