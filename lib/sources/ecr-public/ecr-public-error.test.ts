import { expect, test } from 'vitest'
import { toEcrPublicError } from './ecr-public-error.ts'

const nowMs = Date.parse('2026-05-01T12:00:00Z')

function named(name: string, message = '', fields: object = {}): Error {
  return Object.assign(new Error(message), { name, ...fields })
}

function answered(statusCode: number, headers: Record<string, string> = {}) {
  return { $response: { statusCode, headers }, $metadata: { httpStatusCode: statusCode } }
}

const coded = (code: string) => named('Error', `connect ${code}`, { code })
const refused = coded('ECONNREFUSED')

test.each([
  ['unreachable', refused, /http:\/\/there cannot be reached: nothing listens.*ECR_PUBLIC_ENDPOINT/],
  ['unreachable', new TypeError('fetch failed', { cause: refused }), /nothing listens/],
  ['unreachable', new AggregateError([refused], ''), /nothing listens/],
  ['unreachable', coded('ENOTFOUND'), /its host name has no address.*DNS/],
  ['unreachable', named('TimeoutError'), /no answer in time.*firewall/],
  ['unreachable', coded('ECONNRESET'), /closes the connection/],
  ['unreachable', named('Error', 'socket hang up'), /closes the connection/],
  ['unreachable', coded('EHOSTUNREACH'), /no way to its network/],
  ['unreachable', coded('CERT_HAS_EXPIRED'), /TLS certificate.*NODE_EXTRA_CA_CERTS/],
  ['unreachable', coded('ERR_TLS_CERT_ALTNAME_INVALID'), /TLS certificate/],
  ['credentials', named('UnrecognizedClientException', 'unknown key'), /AWS_PROFILE.*DATA_DIR\/credentials/],
  ['credentials', named('InvalidSignatureException', 'The request signature does not match'), /credentials/],
  ['credentials', named('InvalidSignatureException', 'The request signature'), /there does not accept the/],
  [
    'credentials',
    named('CredentialsProviderError', 'Could not load credentials'),
    /no credentials could be loaded for http:\/\/there\. Check the source's profile/,
  ],
  ['expired', named('ExpiredTokenException'), /have expired.*aws sso login/],
  ['permission', named('AccessDeniedException'), /Allow the action ecr-public:DescribeImageTags/],
  [
    'permission',
    named('AccessDenied', 'User: arn:… is not authorized to perform: sts:AssumeRole on resource: arn:…'),
    /Allow the action sts:AssumeRole/,
  ],
  [
    'clock-skew',
    named(
      'InvalidSignatureException',
      'Signature expired: 2020… is now earlier than',
      answered(403, { date: 'Fri, 01 May 2026 12:20:00 GMT' }),
    ),
    /clock is 20 min behind that of http:\/\/there.*NTP/,
  ],
  [
    'clock-skew',
    named(
      'InvalidSignatureException',
      'Signature not yet current: 2050…',
      answered(403, { Date: 'Fri, 01 May 2026 09:00:00 GMT' }),
    ),
    /clock is 3 h ahead of/,
  ],
  ['clock-skew', named('RequestTimeTooSkewed'), /differ by too much/],
  ['throttled', named('ThrottlingException'), /SYNC_REQUESTS_PER_SECOND/],
  ['throttled', named('Unknown', '', answered(429)), /limits the rate/],
  ['invalid', named('InvalidParameterException', "Invalid parameter at 'nextToken'"), /nextToken/],
  ['server', named('ServerException'), /internal problem/],
  ['server', named('UnknownError', '', answered(503)), /internal problem \(status 503\)/],
  ['not-ecr-public', named('UnknownOperationException'), /not as the ECR Public API does/],
  ['not-ecr-public', named('UnknownError', '', answered(404)), /not as the ECR Public API does/],
  ['not-ecr-public', new SyntaxError('Unexpected token <'), /not of a web page|not as the ECR Public/],
  ['unknown', named('SomethingElse', 'what?'), /unexpected answer.*SomethingElse: what\?/],
  ['unknown', 'a thrown string', /unexpected answer/],
])('%s: %s', (kind, thrown, message) => {
  const error = toEcrPublicError(thrown, 'DescribeImageTags', 'http://there', nowMs)
  expect(error.kind).toBe(kind)
  expect(error.message).toMatch(/^DescribeImageTags failed: /)
  expect(error.message).toMatch(message)
  expect(error.cause).toBe(thrown)
  expect(toEcrPublicError(error, 'Other', null)).toBe(error)
})

test('what anybody may read has neither the address nor what the service said', () => {
  const thrown = named('AccessDeniedException', 'User: arn:aws:iam::123456789012:user/x may not')
  const { explanation } = toEcrPublicError(thrown, 'DescribeRegistries', 'http://there')
  expect(explanation).toEqual({
    what: 'DescribeRegistries failed: the credentials lack a permission.',
    advice: 'Allow the action ecr-public:DescribeRegistries in the policies of the user or role.',
    failure: {
      code: 'permission',
      values: { action: 'ecr-public:DescribeRegistries' },
      call: 'DescribeRegistries',
      place: 'endpoint',
    },
  })
})

test.each([
  ['5', 5_000],
  ['Fri, 01 May 2026 12:00:30 GMT', 30_000],
  ['soon', null],
])('Retry-After %s', (header, retryAfterMs) => {
  const thrown = named('ThrottlingException', '', answered(400, { 'Retry-After': header }))
  expect(toEcrPublicError(thrown, 'X', null, nowMs).retryAfterMs).toBe(retryAfterMs)
})
