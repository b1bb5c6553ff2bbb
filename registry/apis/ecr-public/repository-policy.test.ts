import { describe, expect, test } from 'vitest'
import { formatRepositoryPolicy } from './repository-policy.ts'

const format = (text: string) => formatRepositoryPolicy(text).policyText

const statement = {
  Sid: 'AllowPush',
  Effect: 'Allow',
  Principal: { AWS: ['arn:aws:iam::111122223333:user/push', '444455556666'] },
  Action: ['ecr-public:PutImage', 'ecr-public:UploadLayerPart'],
}
const policy = (change: object = {}, rest: object = {}) =>
  JSON.stringify({ Version: '2008-10-17', Statement: [{ ...statement, ...change }], ...rest })

test('is laid out the way AWS answers it', () => {
  expect(format(policy())).toBe(`{
  "Version" : "2008-10-17",
  "Statement" : [ {
    "Sid" : "AllowPush",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : [ "arn:aws:iam::111122223333:user/push", "444455556666" ]
    },
    "Action" : [ "ecr-public:PutImage", "ecr-public:UploadLayerPart" ]
  } ]
}`)
})

test('what it answers is a policy again, the same one', () => {
  const once = format(policy({ Sid: 'with "quotes" and ü' }))
  expect(format(once)).toBe(once)
})

describe('accepted', () => {
  test.each<[string, string]>([
    ['no version', policy({}, { Version: undefined })],
    ['the newer version and an id', policy({}, { Version: '2012-10-17', Id: 'p1' })],
    ['one statement without a list', JSON.stringify({ Statement: statement })],
    ['everyone', policy({ Principal: '*' })],
    ['a service', policy({ Principal: { Service: 'codebuild.amazonaws.com' } })],
    ['a role session', policy({ Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/r/s' } })],
    ['a sid with spaces', policy({ Sid: 'ECR Public Repository Policy' })],
    ['NotPrincipal', policy({ Principal: undefined, NotPrincipal: { AWS: '*' } })],
    ['NotAction', policy({ Action: undefined, NotAction: 'ecr-public:DeleteRepository' })],
    ['a wildcard', policy({ Action: 'ecr-public:*' })],
    ['every action', policy({ Action: '*' })],
    ['a name that is no operation', policy({ Action: 'ecr-public:ListImages' })],
    ['a denial', policy({ Effect: 'Deny' })],
    [
      'conditions',
      policy({
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'] },
          Bool: { 'aws:SecureTransport': true },
        },
      }),
    ],
  ])('%s', (_name, text) => {
    expect(JSON.parse(format(text))).toEqual(JSON.parse(text))
  })
})

describe('refused in the words of AWS, with the reason', () => {
  test.each<[string, string, string]>([
    ['empty', '', 'the text is not valid JSON'],
    ['no JSON', 'Allow everyone', 'the text is not valid JSON'],
    ['a list', '[]', 'policy'],
    ['a resource', policy({ Resource: '*' }), 'Resource'],
    ['no statement', JSON.stringify({ Version: '2008-10-17' }), 'Statement'],
    ['an empty list of statements', JSON.stringify({ Statement: [] }), 'Statement'],
    ['another version', policy({}, { Version: '2024-01-01' }), 'Version'],
    ['an unknown member', policy({}, { Extra: 1 }), 'Extra'],
    ['another effect', policy({ Effect: 'allow' }), 'Effect'],
    ['no effect', policy({ Effect: undefined }), 'Effect'],
    ['no principal', policy({ Principal: undefined }), 'Principal'],
    ['both principals', policy({ NotPrincipal: '*' }), 'Principal'],
    ['an empty principal', policy({ Principal: {} }), 'Principal'],
    ['a principal that is no ARN', policy({ Principal: { AWS: 'somebody' } }), 'must be an account id'],
    ['no action', policy({ Action: undefined }), 'Action'],
    ['both actions', policy({ NotAction: '*' }), 'Action'],
    ['an empty list of actions', policy({ Action: [] }), 'Action'],
    ['an action without its service', policy({ Action: 'PutImage' }), 'must be an action'],
    ['a condition that is a text', policy({ Condition: 'x' }), 'Condition'],
    // A schema passes over this name; what nobody has looked at must not be kept, and decided by.
    [
      'an operator that hides',
      policy().replace('{"Sid"', '{"Condition":{"__proto__":null},"Sid"'),
      '__proto__',
    ],
    ['a member that hides', policy().replace('{"Sid"', '{"__proto__":{"Effect":"Deny"},"Sid"'), '__proto__'],
  ])('%s', (_name, text, reason) => {
    const words =
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'"
    expect(() => format(text)).toThrow(
      expect.objectContaining({
        code: 'InvalidParameterException',
        message: expect.stringContaining(`${words} (`),
      }),
    )
    expect(() => format(text)).toThrow(reason)
  })
})
