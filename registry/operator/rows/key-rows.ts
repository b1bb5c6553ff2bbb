/** The verbs of access keys. */
import { z } from 'zod'
import { createAccessKey } from '../create-access-key.ts'
import { deleteAccessKey } from '../delete-access-key.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toProfile } from '../to-profile.ts'

export const keyRows = [
  defineVerb({
    group: 'key',
    name: 'create',
    help: 'make an access key; its secret is shown once',
    example: '--account 123456789012 --user ci',
    request: z.object({
      account: accountField,
      user: z.string().min(1).default('admin').describe('user whose key it is'),
    }),
    async run(service, { account, user }) {
      const key = await createAccessKey(service, { accountId: account, userName: user })
      return { accountId: account, userName: user, ...key }
    },
    toLines: (result) => toProfile(result.userName, result).trimEnd().split('\n'),
  }),
  defineVerb({
    group: 'key',
    name: 'delete',
    help: 'take an access key back',
    example: '--key AKIAIOSFODNN7EXAMPLE',
    request: z.object({ key: z.string().min(1).describe('access key id') }),
    async run(service, { key }) {
      await deleteAccessKey(service, { accessKeyId: key })
      return { accessKeyId: key }
    },
    toLines: ({ accessKeyId }) => [`${accessKeyId} is deleted.`],
  }),
]
