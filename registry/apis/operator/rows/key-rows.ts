/** The verbs of access keys. */
import { z } from 'zod'
import {
  createAccessKey,
  deleteAccessKey,
  listKeys,
  setKeyStatus,
} from '#registry/domain/identities/manage-access-key.ts'
import { toProfile } from '#registry/domain/identities/to-profile.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

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
    recorded: ['account', 'user'],
    verbs: ['transaction'],
    parts: ['keys', 'clock'],
    async run(service, { account, user }) {
      const key = await createAccessKey(service, { accountId: account, userName: user })
      return { accountId: account, userName: user, ...key }
    },
    toLines: (result) => toProfile(result.userName, result).trimEnd().split('\n'),
  }),
  defineVerb({
    group: 'key',
    name: 'list',
    help: 'list access keys, without their secrets',
    example: '--account 123456789012 --user ci',
    request: z.object({
      account: accountField,
      user: z.string().min(1).optional().describe('only those of this user'),
    }),
    recorded: null,
    verbs: ['accounts', 'accessKeys', 'users'],
    run: async (service, { account, user }) => ({
      keys: await listKeys(service, { accountId: account, user }),
    }),
    toLines: ({ keys }) =>
      toTable(
        ['key', 'of', 'status', 'made', 'ends'],
        keys.map(({ accessKeyId, of, status, createdAt, expiresAt = '' }) => [
          accessKeyId,
          of,
          status,
          createdAt,
          expiresAt,
        ]),
      ),
  }),
  defineVerb({
    group: 'key',
    name: 'status',
    help: 'turn an access key off, or on again',
    example: '--key AKIAIOSFODNN7EXAMPLE --set Inactive',
    request: z.object({
      key: z.string().min(1).describe('access key id'),
      set: z.enum(['Active', 'Inactive']).describe('what it is to be'),
    }),
    recorded: ['key', 'set'],
    verbs: ['transaction'],
    async run(service, { key, set }) {
      await setKeyStatus(service, { accessKeyId: key, status: set })
      return { accessKeyId: key, status: set }
    },
    toLines: ({ accessKeyId, status }) => [`${accessKeyId} is ${status}.`],
  }),
  defineVerb({
    group: 'key',
    name: 'delete',
    help: 'take an access key back',
    example: '--key AKIAIOSFODNN7EXAMPLE',
    request: z.object({ key: z.string().min(1).describe('access key id') }),
    recorded: ['key'],
    verbs: ['transaction'],
    async run(service, { key }) {
      await deleteAccessKey(service, { accessKeyId: key })
      return { accessKeyId: key }
    },
    toLines: ({ accessKeyId }) => [`${accessKeyId} is deleted.`],
  }),
]
