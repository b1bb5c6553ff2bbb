/** The verbs of quotas. */
import { z } from 'zod'
import { quotaNames } from '#registry/domain/limits/quota-table.ts'
import { type ListedQuota, listQuotas } from '../list-quotas.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { resetQuota } from '../reset-quota.ts'
import { setQuota } from '../set-quota.ts'
import { toTable } from '../to-table.ts'

const nameField = z.enum(quotaNames).describe('name of the quota (`quota list` shows them)')

export const quotaRows = [
  defineVerb({
    group: 'quota',
    name: 'list',
    help: 'show what an account may have, and what of it was changed',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: null,
    verbs: ['accounts', 'quotas'],
    run: async (service, { account }) => ({ quotas: await listQuotas(service, { accountId: account }) }),
    toLines: ({ quotas }) => toTable(['NAME', 'VALUE', 'DEFAULT', 'UNIT', 'ADJUSTABLE'], quotas.map(toCells)),
  }),
  defineVerb({
    group: 'quota',
    name: 'set',
    help: 'give an account another quota than the usual one',
    example: '--account 123456789012 --name repositories --value 20000',
    request: z.object({
      account: accountField,
      name: nameField,
      value: z.number().int().min(0).describe('in the unit that `quota list` shows'),
    }),
    recorded: ['account', 'name', 'value'],
    verbs: ['transaction'],
    parts: ['images', 'limits'],
    async run(service, { account, name, value }) {
      await setQuota(service, { accountId: account, name, value })
      return { accountId: account, name, value }
    },
    toLines: ({ accountId, name, value }) => [`${name} of ${accountId} is now ${value}.`],
  }),
  defineVerb({
    group: 'quota',
    name: 'reset',
    help: 'give an account the usual quota again',
    example: '--account 123456789012 --name repositories',
    request: z.object({ account: accountField, name: nameField }),
    recorded: ['account', 'name'],
    verbs: ['transaction'],
    parts: ['images', 'limits'],
    async run(service, { account, name }) {
      const wasChanged = await resetQuota(service, { accountId: account, name })
      return { accountId: account, name, wasChanged }
    },
    toLines: ({ accountId, name, wasChanged }) => [
      wasChanged
        ? `${name} of ${accountId} is the usual one again.`
        : `${name} of ${accountId} was the usual one.`,
    ],
  }),
]

function toCells({ name, value, default: usual, unit, isAdjustable }: ListedQuota): string[] {
  return [name, toText(value), toText(usual), unit, isAdjustable ? 'yes' : 'no']
}

function toText(value: number | null): string {
  return value === null ? 'none' : String(value)
}
