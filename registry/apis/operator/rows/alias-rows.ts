/** The verbs of aliases. */
import { z } from 'zod'
import { addAlias } from '#registry/domain/aliases/add-alias.ts'
import { approveAlias, listAliasRequests, rejectAlias } from '#registry/domain/aliases/decide-alias.ts'
import { releaseAlias } from '#registry/domain/aliases/release-alias.ts'
import { requestAlias } from '#registry/domain/aliases/request-alias.ts'
import { setPrimaryAlias } from '#registry/domain/aliases/set-primary-alias.ts'
import { requireAccount } from '#registry/domain/identities/require-account.ts'
import type { Alias } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

const nameField = z.string().min(1).describe('the alias')
const named = z.object({ account: accountField, name: nameField })

export const aliasRows = [
  defineVerb({
    group: 'alias',
    name: 'list',
    help: 'list aliases, those that wait for a decision first',
    example: '--status PENDING',
    request: z.object({
      account: accountField.optional().describe('only those of this account id'),
      status: z.enum(['PENDING', 'ACTIVE', 'REJECTED']).optional().describe('only those of this status'),
    }),
    recorded: null,
    verbs: ['aliases'],
    run: async (service, request) => ({ aliases: await listAliasRequests(service, request) }),
    toLines: ({ aliases }) =>
      toTable(
        ['alias', 'account', 'status', 'asked for', 'display name', 'notes'],
        aliases.map((alias) => [
          alias.name,
          alias.accountId,
          alias.status,
          alias.requestedAt.slice(0, 16).replace('T', ' '),
          alias.displayName,
          [alias.primary && 'primary', alias.default && 'default', alias.verified && 'verified', alias.reason]
            .filter(Boolean)
            .join(', '),
        ]),
      ),
  }),
  defineVerb({
    group: 'alias',
    name: 'request',
    help: 'ask for an alias as the publisher would, by all rules for names',
    example: '--account 123456789012 --name tidewater',
    request: named,
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name }) =>
      change(service, account, (tx, at) => requestAlias(tx, { accountId: account, name, at })),
    toLines: ({ name, status }) => [`${name} is ${status}.`],
  }),
  defineVerb({
    group: 'alias',
    name: 'approve',
    help: 'give a publisher the alias that they asked for',
    example: '--account 123456789012 --name tidewater',
    request: named.extend({
      primary: z.boolean().default(false).describe('make it the one that the gallery links to'),
    }),
    recorded: ['account', 'name', 'primary'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name, primary }) =>
      change(service, account, (tx, at) => approveAlias(tx, { accountId: account, name, primary, at })),
    toLines: ({ accountId, name }) => [`${accountId} is reached as ${name}.`],
  }),
  defineVerb({
    group: 'alias',
    name: 'reject',
    help: 'refuse an alias that was asked for',
    example: '--account 123456789012 --name acme --reason "Acme Inc. owns this name."',
    request: named.extend({
      reason: z.string().min(1).max(500).describe('why; the publisher reads it'),
    }),
    recorded: ['account', 'name', 'reason'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name, reason }) =>
      change(service, account, (tx, at) => rejectAlias(tx, { accountId: account, name, reason, at })),
    toLines: ({ accountId, name }) => [`${name} is refused to ${accountId}.`],
  }),
  defineVerb({
    group: 'alias',
    name: 'add',
    help: 'give a registry a custom alias that it need not ask for, reserved words included',
    example: '--account 123456789012 --name tidewater --primary',
    request: named.extend({
      primary: z.boolean().default(false).describe('make it the one that the gallery links to'),
    }),
    recorded: ['account', 'name', 'primary'],
    verbs: ['transaction'],
    parts: ['clock'],
    async run(service, { account, name, primary }) {
      await addAlias(service, { accountId: account, name, primary })
      return { accountId: account, name }
    },
    toLines: ({ accountId, name }) => [`${accountId} is reached as ${name}.`],
  }),
  defineVerb({
    group: 'alias',
    name: 'set-primary',
    help: 'choose the alias that stands in the addresses of a registry',
    example: '--account 123456789012 --name tidewater',
    request: named,
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name }) =>
      change(service, account, (tx) => setPrimaryAlias(tx, { accountId: account, name })),
    toLines: ({ accountId, name }) => [`${name} is the primary alias of ${accountId}.`],
  }),
  defineVerb({
    group: 'alias',
    name: 'release',
    help: 'take an alias away, or a request for one; nobody else can have the name',
    example: '--account 123456789012 --name tidewater',
    request: named,
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    parts: ['clock'],
    run: (service, { account, name }) =>
      change(service, account, (tx, at) => releaseAlias(tx, { accountId: account, name, at })),
    toLines: ({ accountId, name }) => [`${name} no longer leads to ${accountId}.`],
  }),
]

/** Runs in a transaction that also tells the gallery. */
async function change(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  accountId: string,
  run: (tx: Writes, at: string) => Promise<Alias>,
): Promise<Alias> {
  const at = service.clock().toISOString()
  return service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    const alias = await run(tx, at)
    await tx.changes.record({ accountId, repositoryName: null, at })
    return alias
  })
}
