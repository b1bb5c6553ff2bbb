/** The verbs of policies, and the one that says why somebody may do something. */
import { z } from 'zod'
import { listPolicies } from '#registry/domain/identities/list-policies.ts'
import { deleteInlinePolicy, putInlinePolicy } from '#registry/domain/identities/manage-inline-policy.ts'
import {
  attachPolicy,
  createPolicy,
  deletePolicy,
  detachPolicy,
} from '#registry/domain/identities/manage-managed-policy.ts'
import { clearRepositoryPolicy } from '../clear-repository-policy.ts'
import { explainDecision } from '../explain-decision.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

const holder = {
  account: accountField,
  user: z.string().min(1).optional().describe('name of the user'),
  group: z.string().min(1).optional().describe('name of the group'),
  role: z.string().min(1).optional().describe('name of the role'),
}
const nameField = z.string().min(1).describe('name of the policy')
const documentField = z.looseObject({}).describe('the policy')
const policyField = z.string().min(1).describe('name or ARN of the policy')
const exampleDocument = `'{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr-public:*","Resource":"arn:aws:ecr-public::123456789012:repository/app"}}'`

export const policyRows = [
  defineVerb({
    group: 'policy',
    name: 'put',
    help: 'write a policy of one user, group or role',
    example: `--account 123456789012 --user ci --name push --document ${exampleDocument}`,
    request: z.object({ ...holder, name: nameField, document: documentField }),
    recorded: ['account', 'user', 'group', 'role', 'name', 'document'],
    verbs: ['transaction'],
    async run(service, { account, document, ...names }) {
      await putInlinePolicy(service, { ...names, accountId: account, document })
      return { policyName: names.name }
    },
    toLines: ({ policyName }) => [`The policy ${policyName} is written.`],
  }),
  defineVerb({
    group: 'policy',
    name: 'remove',
    help: 'delete a policy of one user, group or role',
    example: '--account 123456789012 --user ci --name push',
    request: z.object({ ...holder, name: nameField }),
    recorded: ['account', 'user', 'group', 'role', 'name'],
    verbs: ['transaction'],
    async run(service, { account, ...names }) {
      await deleteInlinePolicy(service, { ...names, accountId: account })
      return { policyName: names.name }
    },
    toLines: ({ policyName }) => [`The policy ${policyName} is deleted.`],
  }),
  defineVerb({
    group: 'policy',
    name: 'create',
    help: 'make a policy that can be attached to many',
    example: `--account 123456789012 --name push-app --document ${exampleDocument}`,
    request: z.object({ account: accountField, name: nameField, document: documentField }),
    recorded: ['account', 'name', 'document'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name, document }) =>
      createPolicy(service, { accountId: account, name, document }),
    toLines: ({ arn }) => [`${arn} is made.`],
  }),
  defineVerb({
    group: 'policy',
    name: 'delete',
    help: 'delete a policy that is attached to nobody',
    example: '--account 123456789012 --name push-app',
    request: z.object({ account: accountField, name: nameField }),
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    async run(service, { account, name }) {
      await deletePolicy(service, { accountId: account, name })
      return { policyName: name }
    },
    toLines: ({ policyName }) => [`The policy ${policyName} is deleted.`],
  }),
  defineVerb({
    group: 'policy',
    name: 'attach',
    help: 'attach a policy to a user, group or role',
    example: '--account 123456789012 --user ci --policy AmazonElasticContainerRegistryPublicPowerUser',
    request: z.object({ ...holder, policy: policyField }),
    recorded: ['account', 'user', 'group', 'role', 'policy'],
    verbs: ['transaction'],
    run: (service, { account, ...names }) => attachPolicy(service, { ...names, accountId: account }),
    toLines: ({ arn }) => [`${arn} is attached.`],
  }),
  defineVerb({
    group: 'policy',
    name: 'detach',
    help: 'take a policy from a user, group or role',
    example: '--account 123456789012 --user ci --policy AmazonElasticContainerRegistryPublicPowerUser',
    request: z.object({ ...holder, policy: policyField }),
    recorded: ['account', 'user', 'group', 'role', 'policy'],
    verbs: ['transaction'],
    run: (service, { account, ...names }) => detachPolicy(service, { ...names, accountId: account }),
    toLines: ({ arn }) => [`${arn} is not attached any more.`],
  }),
  defineVerb({
    group: 'policy',
    name: 'clear',
    help: 'take away the policy of a repository, also one that locks its owner out',
    example: '--account 123456789012 --repository app',
    request: z.object({
      account: accountField,
      repository: z.string().min(1).describe('name of the repository, without the alias'),
    }),
    recorded: ['account', 'repository'],
    verbs: ['transaction'],
    run: (service, { account, repository }) =>
      clearRepositoryPolicy(service, { accountId: account, repositoryName: repository }),
    toLines: ({ policyText }) => [
      'The repository has no policy any more. It was:',
      ...policyText.split('\n'),
    ],
  }),
  defineVerb({
    group: 'policy',
    name: 'list',
    help: 'list the policies of an account and who has them',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: null,
    verbs: ['accounts', 'policies'],
    run: (service, { account }) => listPolicies(service, { accountId: account }),
    toLines: ({ managed, inline }) =>
      toTable(
        ['policy', 'of'],
        [
          ...managed.map(({ arn, attachedTo }) => [arn, attachedTo.join(', ')]),
          ...inline.map(({ name, of }) => [name, `${of} (inline)`]),
        ],
      ),
  }),
  defineVerb({
    group: 'policy',
    name: 'explain',
    help: 'say whether a principal may do something, and which statement decides',
    example:
      '--principal arn:aws:iam::123456789012:user/ci --action ecr-public:PutImage --resource arn:aws:ecr-public::123456789012:repository/app',
    request: z.object({
      principal: z.string().min(1).describe('ARN of a user, a role or a role session'),
      action: z.string().min(1).describe('action, such as ecr-public:PutImage'),
      resource: z.string().min(1).describe('ARN, ALIAS/NAME of a repository, or *'),
      context: z
        .record(z.string(), z.union([z.string(), z.array(z.string())]))
        .optional()
        .describe('condition keys of the request, such as {"aws:SourceIp":"192.0.2.1"}'),
    }),
    recorded: null,
    verbs: ['aliases', 'groups', 'policies', 'repositories', 'roles', 'users'],
    parts: ['config', 'access', 'clock'],
    run: (service, request) => explainDecision(service, request),
    toLines: ({ decision, statements, message, warnings }) => [
      decision,
      ...statements.map((statement) => `by ${statement}`),
      ...(message === null ? [] : [message]),
      ...warnings,
    ],
  }),
]
