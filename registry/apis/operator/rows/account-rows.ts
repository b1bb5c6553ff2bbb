/** The verbs of accounts. */
import { z } from 'zod'
import { insertAccount, ownerName } from '#registry/domain/identities/create-account.ts'
import { insertUserKey } from '#registry/domain/identities/manage-access-key.ts'
import { toProfile } from '#registry/domain/identities/to-profile.ts'
import { listRegistries } from '../list-registries.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

export const accountRows = [
  defineVerb({
    group: 'account',
    name: 'create',
    help: 'make an account, which is a registry, with its owner and an access key of theirs',
    example: '--display-name "Tidewater Systems"',
    request: z.object({
      id: accountField
        .optional()
        .describe('account id, 12 digits; a free one is chosen where it is left out'),
      displayName: z.string().max(100).optional().describe('display name of the registry'),
    }),
    recorded: ['id', 'displayName'],
    verbs: ['transaction'],
    parts: ['keys', 'clock'],
    async run(service, { id, displayName }) {
      const account = {
        ...(id !== undefined && { accountId: id }),
        ...(displayName !== undefined && { displayName }),
      }
      return service.store.transaction(async (tx) => {
        const { accountId } = await insertAccount(tx, account, service.clock().toISOString())
        const key = await insertUserKey(tx, service, { accountId, userName: ownerName })
        return { accountId, accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey }
      })
    },
    toLines: (result) => [
      `Account ${result.accountId} is made. The access key of its owner, whose secret is not shown again:`,
      '',
      ...toProfile(result.accountId, result).trimEnd().split('\n'),
    ],
  }),
  defineVerb({
    group: 'account',
    name: 'list',
    help: 'list accounts with their names and aliases',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['accounts', 'aliases'],
    run: async (service) => ({ accounts: await listRegistries(service) }),
    toLines: ({ accounts }) =>
      toTable(
        ['account', 'verified', 'aliases', 'display name'],
        accounts.map(({ accountId, verified, aliases, displayName }) => [
          accountId,
          verified ? 'yes' : 'no',
          aliases.map(({ name, status }) => (status === 'ACTIVE' ? name : `${name} (${status})`)).join(', '),
          displayName,
        ]),
      ),
  }),
]
