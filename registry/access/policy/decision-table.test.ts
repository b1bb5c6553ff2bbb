/**
 * What the documentation of IAM and of ECR Public says of decisions, rule by rule, both sides of each (IAM user guide,
 * "Policy evaluation logic", "Grammar of the IAM JSON policy language", "Condition operators"; ECR Public user guide,
 * "Public repository policies"). Each row is asked twice: of our evaluator and, where it is of the same mind, of a simulator
 * that others maintain; a row that says why it is ours alone tells where the two part.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like those of template strings.
import { describe, expect, test } from 'vitest'
import type { PolicyDocument, PolicyPrincipal, PolicyStatement } from './policy-document.ts'
import { identityPolicySchema, resourcePolicySchema } from './policy-document.ts'
import { askOracle, askOurs, decideQuestion, type Question, type Verdict } from './testing/ask-oracle.ts'

const own = '111111111111'
const other = '222222222222'
const ci = `arn:aws:iam::${own}:user/ci`
const session = `arn:aws:sts::${own}:assumed-role/build/run-1`
const app = `arn:aws:ecr-public::${own}:repository/app`
const theirs = `arn:aws:ecr-public::${other}:repository/app`
const put = 'ecr-public:PutImage'

interface Row {
  says: string
  verdict: Verdict
  identity?: Partial<PolicyStatement>[]
  resource?: Partial<PolicyStatement>[]
  principal?: string
  action?: string
  /** Another account's repository, instead of an own one. */
  on?: string
  context?: Record<string, string | string[]>
  version?: '2008-10-17' | '2012-10-17'
  /** Why the oracle is not asked. */
  alone?: string
}

const allow = (rest: Partial<PolicyStatement> = {}): Partial<PolicyStatement> => ({
  Effect: 'Allow',
  ...rest,
})
const deny = (rest: Partial<PolicyStatement> = {}): Partial<PolicyStatement> => ({ Effect: 'Deny', ...rest })
const toMe: PolicyPrincipal = { AWS: ci }
const condition = (operator: string, key: string, ...values: string[]) =>
  allow({ Condition: { [operator]: { [key]: values } } })

/** Two rows of one rule: it holds, and it does not. */
const both = (says: string, row: Omit<Row, 'says' | 'verdict'>, otherwise: Partial<Row>): Row[] => [
  { verdict: 'allow', ...row, says },
  { verdict: 'deny', ...row, ...otherwise, says: `${says}; and not otherwise` },
]
const underCondition = (
  operator: string,
  key: string,
  values: string[],
  holds: string | string[] | undefined,
  fails: string | string[] | undefined,
  rest: Partial<Row> = {},
): Row[] => {
  const toContext = (value: string | string[] | undefined) => (value === undefined ? {} : { [key]: value })
  return both(
    `${operator} ${key} ${values.join(' or ')}: ${toText(holds)} holds, ${toText(fails)} does not`,
    { identity: [condition(operator, key, ...values)], context: toContext(holds), ...rest },
    { context: toContext(fails) },
  )
}
const toText = (value: string | string[] | undefined) => JSON.stringify(value) ?? 'nothing'

const rules: Record<string, Row[]> = {
  'the basic rules': [
    { says: 'nothing is allowed by nobody', verdict: 'deny' },
    { says: 'an identity policy allows in the same account', verdict: 'allow', identity: [allow()] },
    {
      says: 'a repository policy allows in the same account',
      verdict: 'allow',
      resource: [allow({ Principal: toMe })],
    },
    { says: 'both allow', verdict: 'allow', identity: [allow()], resource: [allow({ Principal: toMe })] },
    {
      says: 'an explicit deny of the identity wins over its allow',
      verdict: 'explicit deny',
      identity: [allow(), deny()],
    },
    {
      says: 'an explicit deny wins whatever the order',
      verdict: 'explicit deny',
      identity: [deny(), allow()],
    },
    {
      says: 'an explicit deny of the identity wins over the repository',
      verdict: 'explicit deny',
      identity: [deny()],
      resource: [allow({ Principal: '*' })],
    },
    {
      says: 'an explicit deny of the repository wins over the identity',
      verdict: 'explicit deny',
      identity: [allow()],
      resource: [deny({ Principal: '*' })],
    },
    {
      says: 'an explicit deny of the repository wins over its own allow',
      verdict: 'explicit deny',
      resource: [allow({ Principal: toMe }), deny({ Principal: toMe })],
    },
    {
      says: 'a deny of something else denies nothing',
      verdict: 'allow',
      identity: [allow(), deny({ Action: 'ecr-public:DeleteRepository' })],
    },
    {
      says: 'a deny of somebody else denies nothing',
      verdict: 'allow',
      identity: [allow()],
      resource: [deny({ Principal: { AWS: `arn:aws:iam::${own}:user/other` } })],
    },
  ],
  'across accounts': [
    {
      says: 'the identity alone does not do',
      verdict: 'deny',
      on: theirs,
      identity: [allow()],
    },
    {
      says: 'the repository alone does not do',
      verdict: 'deny',
      on: theirs,
      resource: [allow({ Principal: toMe })],
    },
    ...both(
      'both sides do',
      { on: theirs, identity: [allow()], resource: [allow({ Principal: toMe })] },
      { resource: [allow({ Principal: { AWS: `arn:aws:iam::${own}:user/other` } })] },
    ),
    ...both(
      'both sides do, the account named by its number',
      { on: theirs, identity: [allow()], resource: [allow({ Principal: { AWS: own } })] },
      { resource: [allow({ Principal: { AWS: '333333333333' } })] },
    ),
    ...both(
      'both sides do, the account named by its root',
      {
        on: theirs,
        identity: [allow()],
        resource: [allow({ Principal: { AWS: `arn:aws:iam::${own}:root` } })],
      },
      { resource: [allow({ Principal: { AWS: `arn:aws:iam::${other}:root` } })] },
    ),
    {
      says: 'both sides do, everybody named',
      verdict: 'allow',
      on: theirs,
      identity: [allow()],
      resource: [allow({ Principal: '*' })],
    },
    {
      says: 'everybody named, and the identity has nothing',
      verdict: 'deny',
      on: theirs,
      resource: [allow({ Principal: '*' })],
    },
    {
      says: 'an explicit deny of the identity wins',
      verdict: 'explicit deny',
      on: theirs,
      identity: [allow(), deny()],
      resource: [allow({ Principal: toMe })],
    },
    {
      says: 'an explicit deny of the repository wins',
      verdict: 'explicit deny',
      on: theirs,
      identity: [allow()],
      resource: [allow({ Principal: toMe }), deny({ Principal: { AWS: own } })],
    },
    {
      says: 'the repository allows one action, the identity another',
      verdict: 'deny',
      on: theirs,
      identity: [allow({ Action: put })],
      resource: [allow({ Principal: toMe, Action: 'ecr-public:DescribeImages' })],
    },
    {
      says: 'the identity allows own repositories alone',
      verdict: 'deny',
      on: theirs,
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/*` })],
      resource: [allow({ Principal: toMe })],
    },
  ],
  principals: [
    ...both(
      'a user by its ARN',
      { resource: [allow({ Principal: toMe })] },
      { principal: `arn:aws:iam::${own}:user/other` },
    ),
    ...both(
      'one of several',
      { resource: [allow({ Principal: { AWS: [`arn:aws:iam::${own}:user/other`, ci] } })] },
      { principal: `arn:aws:iam::${own}:user/third` },
    ),
    { says: 'everybody as a word', verdict: 'allow', resource: [allow({ Principal: '*' })] },
    { says: 'everybody as AWS', verdict: 'allow', resource: [allow({ Principal: { AWS: '*' } })] },
    {
      says: 'the account leaves it to its own policies, in the same account',
      verdict: 'deny',
      resource: [allow({ Principal: { AWS: own } })],
    },
    {
      says: 'the account leaves it to its own policies, which allow',
      verdict: 'allow',
      identity: [allow()],
      resource: [allow({ Principal: { AWS: own } })],
    },
    {
      says: 'a deny of the account is one of everybody in it',
      verdict: 'explicit deny',
      identity: [allow()],
      resource: [deny({ Principal: { AWS: `arn:aws:iam::${own}:root` } })],
    },
    {
      says: 'a deny of another account is none',
      verdict: 'allow',
      identity: [allow()],
      resource: [deny({ Principal: { AWS: other } })],
    },
    ...both(
      'a role stands for its sessions',
      { principal: session, resource: [allow({ Principal: { AWS: `arn:aws:iam::${own}:role/build` } })] },
      { principal: `arn:aws:sts::${own}:assumed-role/other/run-1` },
    ),
    ...both(
      'a session by its ARN',
      { principal: session, resource: [allow({ Principal: { AWS: session } })] },
      { principal: `arn:aws:sts::${own}:assumed-role/build/run-2` },
    ),
    {
      says: 'a role does not stand for a user of its name',
      verdict: 'deny',
      principal: `arn:aws:iam::${own}:user/build`,
      resource: [allow({ Principal: { AWS: `arn:aws:iam::${own}:role/build` } })],
    },
    {
      says: 'a deny of a role denies its sessions',
      verdict: 'explicit deny',
      principal: session,
      identity: [allow()],
      resource: [deny({ Principal: { AWS: `arn:aws:iam::${own}:role/build` } })],
    },
    {
      says: 'a service is nobody here',
      verdict: 'deny',
      resource: [allow({ Principal: { Service: 'codebuild.amazonaws.com' } })],
    },
    {
      says: 'a * in an ARN is no wildcard',
      verdict: 'deny',
      resource: [allow({ Principal: { AWS: `arn:aws:iam::${own}:user/*` } })],
      alone: 'the grammar refuses it before',
    },
    ...both(
      'a user by its unique id',
      {
        resource: [allow({ Principal: { AWS: 'AIDATEST' } })],
        alone: 'it knows no unique ids',
      },
      { resource: [allow({ Principal: { AWS: 'AIDAOTHER' } })] },
    ),
    {
      says: 'a role by its unique id',
      verdict: 'allow',
      principal: session,
      resource: [allow({ Principal: { AWS: 'AROATEST' } })],
      alone: 'it knows no unique ids',
    },
    {
      says: 'NotPrincipal denies everybody else',
      verdict: 'explicit deny',
      identity: [allow()],
      resource: [deny({ NotPrincipal: { AWS: `arn:aws:iam::${own}:user/other` } })],
    },
    {
      says: 'NotPrincipal spares those it names',
      verdict: 'allow',
      identity: [allow()],
      resource: [deny({ NotPrincipal: toMe })],
    },
    {
      says: 'NotPrincipal spares an account that it names',
      verdict: 'allow',
      identity: [allow()],
      resource: [deny({ NotPrincipal: { AWS: own } })],
    },
    {
      says: 'NotPrincipal spares the sessions of a role that it names',
      verdict: 'allow',
      principal: session,
      identity: [allow()],
      resource: [deny({ NotPrincipal: { AWS: `arn:aws:iam::${own}:role/build` } })],
    },
  ],
  actions: [
    ...both(
      'an action by its name',
      { identity: [allow({ Action: put })] },
      { action: 'ecr-public:TagResource' },
    ),
    ...both(
      'whatever its case',
      { identity: [allow({ Action: 'ECR-Public:putimage' })] },
      { action: 'ecr-public:PutImages' },
    ),
    ...both(
      'all of the service',
      { identity: [allow({ Action: 'ecr-public:*' })] },
      { action: 's3:GetObject' },
    ),
    {
      says: 'all of everything',
      verdict: 'allow',
      identity: [allow({ Action: '*' })],
      action: 's3:GetObject',
    },
    ...both(
      'a beginning',
      { identity: [allow({ Action: 'ecr-public:Put*' })] },
      { action: 'ecr-public:UploadLayerPart' },
    ),
    ...both(
      'an end',
      { identity: [allow({ Action: 'ecr-public:*Image' })] },
      { action: 'ecr-public:DescribeImages' },
    ),
    ...both(
      'one character',
      { identity: [allow({ Action: 'ecr-public:?utImage' })] },
      { identity: [allow({ Action: 'ecr-public:?PutImage' })] },
    ),
    ...both(
      'one of several',
      { identity: [allow({ Action: ['ecr-public:TagResource', put] })] },
      { action: 'ecr-public:UntagResource' },
    ),
    { says: 'another service', verdict: 'deny', identity: [allow({ Action: 'ecr:PutImage' })] },
    ...both(
      'NotAction is all but those',
      { identity: [allow({ NotAction: 'ecr-public:DeleteRepository' })] },
      { action: 'ecr-public:DeleteRepository' },
    ),
    ...both(
      'NotAction with a wildcard',
      { identity: [allow({ NotAction: ['ecr-public:Delete*', 'ecr-public:Tag*'] })] },
      { action: 'ecr-public:DeleteRepositoryPolicy' },
    ),
    {
      says: 'a deny of NotAction denies all but those',
      verdict: 'explicit deny',
      identity: [allow(), deny({ NotAction: 'ecr-public:DescribeImages' })],
    },
    {
      says: 'a deny of NotAction spares those',
      verdict: 'allow',
      identity: [allow(), deny({ NotAction: put })],
    },
  ],
  resources: [
    ...both('a repository by its ARN', { identity: [allow({ Resource: app })] }, { on: `${app}2` }),
    ...both(
      'a beginning of names',
      {
        identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/team/*` })],
        on: `${app.replace('app', 'team/x')}`,
      },
      { on: app },
    ),
    ...both(
      'a * reaches over slashes',
      {
        identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/a*d` })],
        on: app.replace('app', 'a/b/c/d'),
      },
      { on: app },
    ),
    ...both(
      'one character of a name',
      { identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/a?p` })] },
      { on: app.replace('app', 'ap') },
    ),
    {
      says: 'every account',
      verdict: 'allow',
      identity: [allow({ Resource: 'arn:aws:ecr-public::*:repository/app' })],
    },
    ...both(
      'names are of one case',
      { identity: [allow({ Resource: app })] },
      { on: app.replace('app', 'App') },
    ),
    {
      says: 'a * of one segment does not reach into the next',
      verdict: 'deny',
      identity: [allow({ Resource: `arn:aws:ecr-public:*:repository/app:x` })],
    },
    {
      says: 'the type of a resource has no wildcards',
      verdict: 'deny',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repo*/app` })],
    },
    {
      says: 'the registry is no repository',
      verdict: 'deny',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:registry/*` })],
    },
    ...both(
      'NotResource is all but those',
      { identity: [allow({ NotResource: `${app}2` })] },
      { on: `${app}2` },
    ),
    {
      says: 'a deny of NotResource denies all but those',
      verdict: 'explicit deny',
      identity: [allow(), deny({ NotResource: `arn:aws:ecr-public::${own}:repository/scratch/*` })],
    },
    {
      says: 'a deny of NotResource spares those',
      verdict: 'allow',
      identity: [allow(), deny({ NotResource: app })],
    },
  ],
  variables: [
    ...both(
      'a variable is what the request has',
      {
        identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/\${aws:username}/*` })],
        on: app.replace('app', 'ci/x'),
        context: { 'aws:username': 'ci' },
      },
      { context: { 'aws:username': 'other' } },
    ),
    {
      says: 'a variable without a value matches nothing',
      verdict: 'deny',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/\${aws:username}*` })],
    },
    {
      says: 'not even what a NotResource would leave',
      verdict: 'deny',
      identity: [allow({ NotResource: `arn:aws:ecr-public::${own}:repository/\${aws:username}` })],
    },
    ...both(
      'a default stands in for it',
      { identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/\${aws:username, 'app'}` })] },
      { context: { 'aws:username': 'other' } },
    ),
    {
      says: 'what a variable holds is no pattern',
      verdict: 'deny',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/\${aws:username}` })],
      context: { 'aws:username': '*' },
    },
    {
      says: '${*} is a star',
      verdict: 'deny',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/\${*}` })],
    },
    ...both(
      'a variable in a condition',
      {
        identity: [condition('StringEquals', 'aws:RequestTag/owner', '${aws:username}')],
        context: { 'aws:RequestTag/owner': 'ci', 'aws:username': 'ci' },
      },
      { context: { 'aws:RequestTag/owner': 'other', 'aws:username': 'ci' } },
    ),
    {
      says: 'before 2012-10-17 there are no variables',
      verdict: 'deny',
      version: '2008-10-17',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/\${aws:username}` })],
      context: { 'aws:username': 'app' },
      alone: 'it takes every policy for one of 2012-10-17',
    },
    {
      says: 'before 2012-10-17 wildcards are there all the same',
      verdict: 'allow',
      version: '2008-10-17',
      identity: [allow({ Resource: `arn:aws:ecr-public::${own}:repository/a*` })],
    },
  ],
  'conditions on text': [
    ...underCondition('StringEquals', 'aws:RequestTag/team', ['a', 'b'], 'b', 'c'),
    ...underCondition('StringEquals', 'aws:RequestTag/team', ['a'], 'a', 'A'),
    ...underCondition('StringEquals', 'aws:RequestTag/team', ['a'], 'a', undefined),
    ...underCondition('StringEquals', 'aws:RequestTag/team', ['a*'], 'a*', 'ab'),
    ...underCondition('StringNotEquals', 'aws:RequestTag/team', ['a', 'b'], 'c', 'b'),
    ...underCondition('StringNotEquals', 'aws:RequestTag/team', ['a'], undefined, 'a'),
    ...underCondition('StringEqualsIgnoreCase', 'aws:RequestTag/team', ['Team-A'], 'tEAM-a', 'team-b'),
    ...underCondition('StringNotEqualsIgnoreCase', 'aws:RequestTag/team', ['Team-A'], 'team-b', 'tEAM-a'),
    ...underCondition('StringLike', 'aws:UserAgent', ['docker/*'], 'docker/27.1', 'podman/5'),
    ...underCondition('StringLike', 'aws:UserAgent', ['?ocker'], 'docker', 'ocker'),
    ...underCondition('StringNotLike', 'aws:UserAgent', ['docker/*'], 'podman/5', 'docker/27.1'),
    ...underCondition('StringEqualsIfExists', 'ecr:ResourceTag/team', ['a'], undefined, 'b'),
    ...underCondition('StringEquals', 'ecr:ResourceTag/team', ['a'], 'a', 'b'),
    ...underCondition('StringEquals', 'aws:ResourceTag/team', ['a'], 'a', undefined),
    ...underCondition('StringEquals', 'aws:PrincipalAccount', [own], own, other),
    ...underCondition(
      'StringEquals',
      'sts:AWSServiceName',
      ['ecr-public.amazonaws.com'],
      'ecr-public.amazonaws.com',
      's3.amazonaws.com',
    ),
    ...underCondition('StringEquals', 'AWS:UserName', ['ci'], 'ci', 'other'),
    {
      says: 'a list needs a set operator',
      verdict: 'deny',
      identity: [condition('StringEquals', 'aws:TagKeys', 'team')],
      context: { 'aws:TagKeys': ['team'] },
    },
  ],
  'conditions on other things': [
    ...underCondition('ArnLike', 'aws:PrincipalArn', [`arn:aws:iam::${own}:user/c*`], ci, session),
    ...underCondition('ArnEquals', 'aws:PrincipalArn', [ci], ci, `${ci}2`),
    ...underCondition('ArnNotEquals', 'aws:PrincipalArn', [ci], `${ci}2`, ci),
    ...underCondition(
      'ArnNotLike',
      'aws:PrincipalArn',
      ['arn:aws:iam::*:role/*'],
      ci,
      `arn:aws:iam::${own}:role/build`,
    ),
    ...underCondition('ArnNotLike', 'aws:PrincipalArn', [ci], undefined, ci),
    ...underCondition(
      'IpAddress',
      'aws:SourceIp',
      ['10.0.0.0/8', '192.0.2.0/24'],
      '192.0.2.9',
      '198.51.100.1',
    ),
    ...underCondition('IpAddress', 'aws:SourceIp', ['192.0.2.9'], '192.0.2.9', '192.0.2.10'),
    ...underCondition('IpAddress', 'aws:SourceIp', ['2001:db8::/32'], '2001:db8:1::1', '2001:db9::1'),
    ...underCondition('IpAddress', 'aws:SourceIp', ['10.0.0.0/8'], '10.255.255.255', '2001:db8::1'),
    ...underCondition('NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8'], '192.0.2.1', '10.1.1.1'),
    ...underCondition('IpAddress', 'aws:SourceIp', ['0.0.0.0/0'], '192.0.2.1', '2001:db8::1', {
      alone: 'it shifts by 32 bits for /0, and finds no address in it',
    }),
    ...underCondition(
      'DateLessThan',
      'aws:CurrentTime',
      ['2026-03-01T12:00:00Z'],
      '2026-03-01T11:59:59Z',
      '2026-03-01T12:00:00Z',
    ),
    ...underCondition(
      'DateLessThanEquals',
      'aws:CurrentTime',
      ['2026-03-01T12:00:00Z'],
      '2026-03-01T12:00:00Z',
      '2026-03-01T12:00:01Z',
    ),
    ...underCondition(
      'DateGreaterThan',
      'aws:CurrentTime',
      ['2026-03-01'],
      '2026-03-01T00:00:01Z',
      '2026-03-01T00:00:00Z',
    ),
    ...underCondition(
      'DateGreaterThanEquals',
      'aws:CurrentTime',
      ['2026-03-01'],
      '2026-03-01T00:00:00Z',
      '2026-02-28T23:59:59Z',
    ),
    ...underCondition(
      'DateEquals',
      'aws:CurrentTime',
      ['2026-03-01'],
      '2026-03-01T00:00:00.000Z',
      '2026-03-02',
    ),
    ...underCondition('DateNotEquals', 'aws:CurrentTime', ['2026-03-01'], '2026-03-02', '2026-03-01'),
    ...underCondition('DateGreaterThan', 'aws:EpochTime', ['1772366400'], '1772366401', '1772366400'),
    ...underCondition('NumericEquals', 'x:count', ['10'], '10.0', '11'),
    ...underCondition('NumericNotEquals', 'x:count', ['10'], '11', '10'),
    ...underCondition('NumericLessThan', 'x:count', ['10'], '9.5', '10'),
    ...underCondition('NumericLessThanEquals', 'x:count', ['10'], '10', '10.5'),
    ...underCondition('NumericGreaterThan', 'x:count', ['10'], '10.5', '10'),
    ...underCondition('NumericGreaterThanEquals', 'x:count', ['10'], '10', '9'),
    ...underCondition('Bool', 'aws:SecureTransport', ['true'], 'true', 'false'),
    ...underCondition('Bool', 'aws:SecureTransport', ['false'], 'false', 'true'),
    ...underCondition('BoolIfExists', 'aws:SecureTransport', ['true'], undefined, 'false'),
    ...underCondition('Null', 'aws:RequestTag/team', ['true'], undefined, 'a'),
    ...underCondition('Null', 'aws:RequestTag/team', ['false'], 'a', undefined),
  ],
  'conditions on lists': [
    ...underCondition(
      'ForAllValues:StringEquals',
      'aws:TagKeys',
      ['team', 'cost'],
      ['team', 'cost'],
      ['team', 'secret'],
    ),
    ...underCondition('ForAllValues:StringEquals', 'aws:TagKeys', ['team'], undefined, ['secret']),
    ...underCondition(
      'ForAnyValue:StringEquals',
      'aws:TagKeys',
      ['team', 'cost'],
      ['secret', 'cost'],
      ['secret'],
    ),
    ...underCondition('ForAnyValue:StringEquals', 'aws:TagKeys', ['team'], ['team'], undefined),
    ...underCondition(
      'ForAllValues:StringNotEquals',
      'aws:TagKeys',
      ['secret'],
      ['team', 'cost'],
      ['team', 'secret'],
    ),
    ...underCondition('ForAnyValue:StringLike', 'aws:TagKeys', ['te*'], ['team'], ['cost']),
    ...underCondition('ForAllValues:StringLike', 'aws:TagKeys', ['te*'], ['team', 'tea'], ['team', 'cost']),
  ],
  'several conditions': [
    ...both(
      'all have to hold',
      {
        identity: [
          allow({
            Condition: {
              StringEquals: { 'aws:username': 'ci', 'aws:RequestTag/team': ['a', 'b'] },
              IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
            },
          }),
        ],
        context: { 'aws:username': 'ci', 'aws:RequestTag/team': 'b', 'aws:SourceIp': '10.0.0.1' },
      },
      { context: { 'aws:username': 'ci', 'aws:RequestTag/team': 'b', 'aws:SourceIp': '11.0.0.1' } },
    ),
    {
      says: 'a deny whose condition holds',
      verdict: 'explicit deny',
      identity: [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      context: { 'aws:SecureTransport': 'false' },
    },
    {
      says: 'a deny whose condition does not hold',
      verdict: 'allow',
      identity: [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      context: { 'aws:SecureTransport': 'true' },
    },
    {
      says: 'a condition of a repository policy',
      verdict: 'deny',
      resource: [allow({ Principal: toMe, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      context: { 'aws:SourceIp': '192.0.2.1' },
    },
    {
      says: 'a condition with a number and a truth value',
      verdict: 'allow',
      identity: [allow({ Condition: { NumericEquals: { 'x:count': 5 }, Bool: { 'x:on': true } } })],
      context: { 'x:count': '5', 'x:on': 'true' },
      alone: 'it takes values for text',
    },
  ],
}

const rows = Object.values(rules).flat()

test('there are at least 120 decisions', () => {
  expect(rows.length).toBeGreaterThanOrEqual(120)
})

describe.each(Object.entries(rules))('%s', (_group, group) => {
  test.each(group.map((row) => [row.says, row] as const))('%s', (_says, row) => {
    const question = toQuestion(row)
    expect(askOurs(question)).toBe(row.verdict)
    if (row.alone === undefined) expect(askOracle(question)).toBe(row.verdict)
  })
})

test('each policy follows the grammar', () => {
  for (const row of rows.filter(({ alone = '' }) => !alone.startsWith('the grammar'))) {
    const { identityPolicies, resourcePolicy } = toQuestion(row)
    for (const policy of identityPolicies)
      expect(identityPolicySchema.safeParse(policy).error).toBeUndefined()
    if (resourcePolicy !== null) expect(resourcePolicySchema.safeParse(resourcePolicy).error).toBeUndefined()
  }
})

test('a decision names the statements that made it', () => {
  const decide = (row: Partial<Row>) => decideQuestion(toQuestion({ says: '', verdict: 'allow', ...row }))
  expect(decide({ identity: [allow({ Action: 's3:*' }), allow({ Sid: 'Push' })] })).toEqual({
    reason: 'allowed',
    statements: [{ policy: 'policy-0', index: 1, sid: 'Push' }],
  })
  expect(decide({ identity: [allow(), deny({ Sid: 'Never' })] })).toEqual({
    reason: 'identity-deny',
    statements: [{ policy: 'policy-0', index: 1, sid: 'Never' }],
  })
  expect(decide({ identity: [allow()], resource: [deny({ Principal: '*' })] })).toEqual({
    reason: 'resource-deny',
    statements: [{ policy: 'repository', index: 0, sid: null }],
  })
  expect(decide({ on: theirs, identity: [allow()] })).toEqual({ reason: 'no-resource-allow', statements: [] })
  expect(decide({ on: theirs, resource: [allow({ Principal: '*' })] }).reason).toBe('no-identity-allow')
  expect(decide({}).reason).toBe('no-identity-allow')
})

function toQuestion(row: Row): Question {
  const {
    principal = ci,
    action = put,
    on = app,
    context = {},
    identity,
    resource,
    version = '2012-10-17',
  } = row
  return {
    principal,
    action,
    resource: on,
    resourceAccount: on.split(':')[4] ?? '',
    context: { ...context },
    identityPolicies:
      identity === undefined ? [] : [toPolicy(version, identity, { Action: 'ecr-public:*', Resource: '*' })],
    resourcePolicy: resource === undefined ? null : toPolicy(version, resource, { Action: 'ecr-public:*' }),
  }
}

/** With the members that a row leaves out. */
function toPolicy(
  Version: '2008-10-17' | '2012-10-17',
  statements: Partial<PolicyStatement>[],
  defaults: Partial<PolicyStatement>,
): PolicyDocument {
  return {
    Version,
    Statement: statements.map((statement) => {
      const { Action, Resource } = defaults
      return {
        Effect: 'Allow',
        ...(statement.NotAction === undefined && { Action }),
        ...(statement.NotResource === undefined && Resource !== undefined && { Resource }),
        ...statement,
      }
    }),
  }
}
