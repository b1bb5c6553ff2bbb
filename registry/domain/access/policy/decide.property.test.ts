/** Our decisions against those of a simulator that others maintain, on policies and requests made by chance. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like those of template strings.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { askOracle, askOurs, type Question } from '#testing/registry/policies/ask-oracle.ts'
import type { PolicyDocument, PolicyPrincipal } from './policy-document.ts'

const own = '111111111111'
const other = '222222222222'
const one = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const list = <Value>(value: fc.Arbitrary<Value>, maxLength = 3) =>
  fc.array(value, { minLength: 1, maxLength })

const actionName = one('PutImage', 'DescribeImages', 'DescribeRepositories', 'TagResource')
const action = fc.oneof(
  actionName.map((name) => `ecr-public:${name}`),
  one('*', 'ecr-public:*', 'ECR-Public:put*', 'ecr-public:Describe*', 'ecr-public:???Image', 's3:*'),
  one('ecr-public:*Image*', 'ecr-public:describeimages', 'ecr-public:P*t*e', 'ecr-public:?*s'),
)
const repository = one('app', 'app/web', 'team-a/app', 'builder/x', 'App', 'a-b')
const resource = fc.oneof(
  fc.constant('*'),
  fc
    .tuple(
      one(own, other, '*', '1*', '1?1111111111'),
      one('app', 'app/*', '*', 'team-?/*', '${aws:username}/*', 'App', '*a*p*', '?pp'),
    )
    .map(([account, name]) => `arn:aws:ecr-public::${account}:repository/${name}`),
  one('arn:aws:ecr-public::*:*', 'arn:aws:s3:::bucket', 'arn:*:ecr-public:*:*:repository/app'),
  one(
    "arn:aws:ecr-public::*:repository/${aws:PrincipalTag/team, 'app'}",
    'arn:aws:ecr-public::*:repository/a${*}b',
  ),
  one('arn:aws:ecr-public::*:repository/${aws:TagKeys}', 'arn:aws:ecr-public::*:registry/*'),
)
const someone = one<string>(
  ...['*', own, other, `arn:aws:iam::${own}:root`, `arn:aws:iam::${other}:root`],
  ...[`arn:aws:iam::${own}:user/builder`, `arn:aws:iam::${own}:user/reader`],
  ...[`arn:aws:iam::${own}:role/ci`, `arn:aws:sts::${own}:assumed-role/ci/build-1`],
)
const principal: fc.Arbitrary<PolicyPrincipal> = fc.oneof(
  fc.constant<'*'>('*'),
  list(someone).map((AWS) => ({ AWS })),
)

const text = one('builder', 'build*', 'Builder', '${aws:username}', '${aws:nothing}', 'a', 'b', '*', '?')
const key = one('aws:username', 'AWS:UserName', 'aws:RequestTag/team', 'aws:TagKeys', 'ecr:ResourceTag/team')
const ifExists = one('', 'IfExists')
const set = one('', '', 'ForAllValues:', 'ForAnyValue:')
const strings = fc
  .tuple(
    set,
    one('StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase').chain(
      (name) => one(name, 'StringLike', 'StringNotLike'),
    ),
    ifExists,
    key,
    list(text),
  )
  .map(([before, name, after, onKey, values]) => ({ [`${before}${name}${after}`]: { [onKey]: values } }))
const numbers = fc
  .tuple(
    set,
    one('Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'),
    ifExists,
    list(one('5', '10', '7.5', '-1', 'x')),
  )
  .map(([before, name, after, values]) => ({ [`${before}Numeric${name}${after}`]: { 'x:count': values } }))
const dates = fc
  .tuple(
    one('Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'),
    ifExists,
    list(one('2026-03-01T12:00:00Z', '2026-01-01', '2027-01-01T00:00:00Z', 'soon')),
  )
  .map(([name, after, values]) => ({ [`Date${name}${after}`]: { 'aws:CurrentTime': values } }))
const addresses = fc
  .tuple(
    one('IpAddress', 'NotIpAddress'),
    ifExists,
    // Without 0.0.0.0/0: the oracle shifts by 32 bits for it, and finds no address in it.
    list(one('10.0.0.0/8', '10.1.2.0/24', '2001:db8::/32', '::/0', 'nowhere')),
  )
  .map(([name, after, values]) => ({ [`${name}${after}`]: { 'aws:SourceIp': values } }))
const arns = fc
  .tuple(
    one('ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'),
    ifExists,
    list(
      one(
        ...[`arn:aws:iam::${own}:user/builder`, `arn:aws:iam::${own}:user/*`, 'arn:aws:iam::*:role/ci'],
        ...['arn:aws:*:*:*:*', 'arn:aws:iam::${aws:PrincipalAccount}:*', 'no-arn', `arn:aws:iam:*/builder`],
      ),
    ),
  )
  .map(([name, after, values]) => ({ [`${name}${after}`]: { 'aws:PrincipalArn': values } }))
const others = fc.oneof(
  list(one('true', 'false', 'TRUE', 'maybe')).map((values) => ({ Bool: { 'aws:SecureTransport': values } })),
  list(one('true', 'false')).chain((values) => key.map((onKey) => ({ Null: { [onKey]: values } }))),
)
const condition = fc
  .array(fc.oneof(strings, strings, numbers, dates, addresses, arns, others), { maxLength: 2 })
  .map((blocks) => Object.assign({}, ...blocks))

const common = fc.record({
  Effect: fc.oneof({ arbitrary: fc.constant<'Allow'>('Allow'), weight: 3 }, fc.constant<'Deny'>('Deny')),
  actions: list(action),
  notAction: fc.boolean(),
  Condition: condition,
})
const identityStatement = fc
  .tuple(common, list(resource), fc.boolean())
  .map(([{ actions, notAction, ...statement }, resources, notResource]) => ({
    ...statement,
    [notAction ? 'NotAction' : 'Action']: actions,
    [notResource ? 'NotResource' : 'Resource']: resources,
  }))
const resourceStatement = fc
  .tuple(common, principal, fc.boolean())
  .map(([{ actions, notAction, ...statement }, who, notPrincipal]) => ({
    ...statement,
    [notAction ? 'NotAction' : 'Action']: actions,
    [notPrincipal ? 'NotPrincipal' : 'Principal']: who,
  }))
const toPolicy = (Statement: PolicyDocument['Statement']): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
})

const question: fc.Arbitrary<Question> = fc
  .record({
    principal: one(
      ...[`arn:aws:iam::${own}:user/builder`, `arn:aws:iam::${own}:user/reader`],
      `arn:aws:sts::${own}:assumed-role/ci/build-1`,
    ),
    action: actionName.map((name) => `ecr-public:${name}`),
    resourceAccount: one(own, own, other),
    name: repository,
    identityPolicies: fc.array(list(identityStatement).map(toPolicy), { maxLength: 2 }),
    resourcePolicy: fc.option(list(resourceStatement).map(toPolicy)),
    context: fc
      .record(
        {
          'aws:RequestTag/team': one('a', 'b', 'A'),
          'aws:TagKeys': fc.array(one('team', 'a', 'builder'), { minLength: 1, maxLength: 3 }),
          'ecr:ResourceTag/team': one('a', 'builder'),
          'aws:SourceIp': one('10.1.2.3', '192.0.2.1', '2001:db8::1', 'elsewhere'),
          'aws:SecureTransport': one('true', 'false'),
          'aws:CurrentTime': one('2026-03-01T12:00:00Z', '2026-02-01T00:00:00Z'),
          'x:count': one('5', '7.5', '11', 'y'),
        },
        { requiredKeys: [] },
      )
      .map((values): Record<string, string | string[]> => ({ ...values })),
  })
  .map(({ name, context, ...rest }) => ({
    ...rest,
    resource: `arn:aws:ecr-public::${rest.resourceAccount}:repository/${name}`,
    context: {
      ...context,
      'aws:PrincipalArn': rest.principal.includes('assumed-role')
        ? `arn:aws:iam::${own}:role/ci`
        : rest.principal,
      'aws:PrincipalAccount': own,
      ...(rest.principal.includes(':user/') && { 'aws:username': rest.principal.split('/')[1] ?? '' }),
    },
  }))

test('every decision is the one of the oracle', () => {
  const verdicts: Record<string, number> = {}
  fc.assert(
    fc.property(question, (asked) => {
      const expected = askOracle(asked)
      verdicts[expected] = (verdicts[expected] ?? 0) + 1
      expect(askOurs(asked)).toBe(expected)
    }),
    { numRuns: 3_000 },
  )
  // Or the questions would not say much.
  for (const verdict of ['allow', 'deny', 'explicit deny']) expect(verdicts[verdict]).toBeGreaterThan(200)
})
