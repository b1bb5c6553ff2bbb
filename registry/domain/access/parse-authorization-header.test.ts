import { describe, expect, test } from 'vitest'
import { parseAuthorizationHeader } from './parse-authorization-header.ts'

const credential = 'Credential=AKIDEXAMPLE/20260301/us-east-1/ecr-public/aws4_request'
const valid = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host;x-amz-date, Signature=abc`

test('takes the header apart', () => {
  expect(parseAuthorizationHeader(valid)).toEqual({
    accessKeyId: 'AKIDEXAMPLE',
    scope: { date: '20260301', region: 'us-east-1', service: 'ecr-public', terminator: 'aws4_request' },
    signedHeaders: ['host', 'x-amz-date'],
    signature: 'abc',
  })
})

test('spaces between the parameters do not matter', () => {
  expect(parseAuthorizationHeader(valid.replaceAll(', ', ','))).toEqual(parseAuthorizationHeader(valid))
})

describe('not a complete and unambiguous signature', () => {
  test.each<[header: string, message: string]>([
    [
      'AWS4-HMAC-SHA256',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires 'Signature' parameter.",
    ],
    [valid.replace(', Signature=abc', ''), "Authorization header requires 'Signature' parameter."],
    [valid.replace('abc', ''), "Authorization header requires 'Signature' parameter."],
    [`${valid}, Signature=def`, "Authorization header has 'Signature' more than once."],
    [`${valid}, Extra=1`, "'Extra' is not a parameter of the Authorization header."],
    [`${valid}, Extra`, "'Extra' not a valid key=value pair (missing equal-sign) in Authorization header."],
    [
      valid.replace('/us-east-1', ''),
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE/20260301/ecr-public/aws4_request'.",
    ],
    [
      valid.replace('us-east-1', ''),
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE/20260301//ecr-public/aws4_request'.",
    ],
    [valid.replace('host;', 'host;host;'), 'SignedHeaders names a header more than once.'],
    [valid.replace('host;', 'Host;'), "'Host' in SignedHeaders is not a header name in lower case."],
    [valid.replace('host;', ';'), "'' in SignedHeaders is not a header name in lower case."],
    [
      valid.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'),
      "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
    ],
  ])('%s', (header, message) => {
    expect(() => parseAuthorizationHeader(header)).toThrow(
      expect.objectContaining({ code: 'IncompleteSignatureException', message }),
    )
  })
})
