/** The verbs of users. */
import { z } from 'zod'
import { toUserArn } from '#registry/access/principal.ts'
import { insertUserKey } from '../create-access-key.ts'
import { insertUser } from '../create-user.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toProfile } from '../to-profile.ts'

export const userRows = [
  defineVerb({
    group: 'user',
    name: 'create',
    help: 'make a user with an access key; without a policy they may do nothing',
    example: '--account 123456789012 --name ci',
    request: z.object({
      account: accountField,
      name: z.string().min(1).describe('name of the user'),
    }),
    run: (service, { account, name }) =>
      service.store.transaction(async (tx) => {
        await insertUser(tx, { accountId: account, name }, service.clock().toISOString())
        const key = await insertUserKey(tx, service, { accountId: account, userName: name })
        return {
          accountId: account,
          userName: name,
          arn: toUserArn(account, name),
          accessKeyId: key.accessKeyId,
          secretAccessKey: key.secretAccessKey,
        }
      }),
    toLines: (result) => [
      `${result.arn} is made. The access key, whose secret is not shown again:`,
      '',
      ...toProfile(result.userName, result).trimEnd().split('\n'),
    ],
  }),
]
