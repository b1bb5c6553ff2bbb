/** Rules of evaluation, principals, actions, resources and variables (IAM user guide, "Policy evaluation logic"). */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like those of template strings.
import {
  allow,
  app,
  both,
  ci,
  condition,
  deny,
  other,
  own,
  put,
  type Row,
  session,
  theirs,
  toMe,
} from './decision-row.ts'

export const decisionRules: Record<string, Row[]> = {
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
}
