/** The verbs of users. */
import { z } from 'zod'
import { insertUserKey } from '#registry/domain/identities/manage-access-key.ts'
import { insertAttachment } from '#registry/domain/identities/manage-managed-policy.ts'
import { deleteUser, insertUser, listUsers } from '#registry/domain/identities/manage-user.ts'
import { toProfile } from '#registry/domain/identities/to-profile.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

const nameField = z.string().min(1).describe('name of the user')

export const userRows = [
  defineVerb({
    group: 'user',
    name: 'create',
    help: 'make a user with an access key, whose secret is shown once; it may do nothing before it has a policy',
    example: '--account 123456789012 --name ci --policy AmazonElasticContainerRegistryPublicPowerUser',
    request: z.object({
      account: accountField,
      name: nameField,
      policy: z.string().min(1).optional().describe('name or ARN of a policy to attach'),
    }),
    recorded: ['account', 'name', 'policy'],
    verbs: ['transaction'],
    parts: ['keys', 'clock'],
    run: (service, { account, name, policy }) =>
      service.store.transaction(async (tx) => {
        const user = await insertUser(tx, { accountId: account, name }, service.clock().toISOString())
        if (policy !== undefined) await insertAttachment(tx, { accountId: account, user: name, policy })
        const key = await insertUserKey(tx, service, { accountId: account, userName: name })
        const { accountId, userName, arn } = user
        return {
          accountId,
          userName,
          arn,
          accessKeyId: key.accessKeyId,
          secretAccessKey: key.secretAccessKey,
        }
      }),
    toLines: (result) => toProfile(result.userName, result).trimEnd().split('\n'),
  }),
  defineVerb({
    group: 'user',
    name: 'list',
    help: 'list the users of an account with their groups',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: null,
    verbs: ['accounts', 'users'],
    run: async (service, { account }) => ({ users: await listUsers(service, { accountId: account }) }),
    toLines: ({ users }) =>
      toTable(
        ['user', 'groups', 'made', 'ARN'],
        users.map(({ userName, groups, createdAt, arn }) => [userName, groups.join(', '), createdAt, arn]),
      ),
  }),
  defineVerb({
    group: 'user',
    name: 'delete',
    help: 'delete a user with its keys and policies',
    example: '--account 123456789012 --name ci',
    request: z.object({ account: accountField, name: nameField }),
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    async run(service, { account, name }) {
      await deleteUser(service, { accountId: account, name })
      return { userName: name }
    },
    toLines: ({ userName }) => [`The user ${userName} is deleted.`],
  }),
]
