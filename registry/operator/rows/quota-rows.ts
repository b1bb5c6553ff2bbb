/** The verbs of quotas. */
import { z } from 'zod'
import { quotaNames } from '#registry/limits/quota-table.ts'
import { listQuotas } from '../list-quotas.ts'
import { accountField, defineVerb } from '../operator-verb.ts'
import { resetQuota } from '../reset-quota.ts'
import { setQuota } from '../set-quota.ts'
import { toTable } from '../to-table.ts'

const nameField = z.enum(quotaNames).describe('which quota; `quota list` says what each counts')

export const quotaRows = [
  defineVerb({
    group: 'quota',
    name: 'list',
    help: 'list what an account may have and do, and what of it was changed',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    run: async (service, { account }) => ({ quotas: await listQuotas(service, { accountId: account }) }),
    toLines: ({ quotas }) =>
      toTable(
        ['quota', 'value', 'default', 'unit', 'counts', 'notes'],
        quotas.map((quota) => [
          quota.name,
          toValue(quota.value),
          toValue(quota.default),
          quota.unit,
          quota.title,
          quota.isAdjustable ? '' : 'the same for all',
        ]),
      ),
  }),
  defineVerb({
    group: 'quota',
    name: 'set',
    help: 'give an account another quota than the usual one, from its next call on',
    example: '--account 123456789012 --name repositories --value 20000',
    request: z.object({
      account: accountField,
      name: nameField,
      value: z.number().int().min(0).describe('the new value, in the unit of the quota'),
    }),
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
    async run(service, { account, name }) {
      return { accountId: account, name, wasChanged: await resetQuota(service, { accountId: account, name }) }
    },
    toLines: ({ accountId, name, wasChanged }) => [
      wasChanged
        ? `${name} of ${accountId} is the usual one again.`
        : `${name} of ${accountId} was the usual one.`,
    ],
  }),
]

function toValue(value: number | null): string {
  return value === null ? 'no limit' : String(value)
}
