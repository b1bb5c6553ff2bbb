/** The verbs of registries as the gallery shows them. */
import { z } from 'zod'
import { setVerified } from '#registry/domain/identities/set-verified.ts'
import { accountField, defineVerb } from '../operator-verb.ts'

export const registryRows = [
  defineVerb({
    group: 'registry',
    name: 'verify',
    help: 'give a registry the verified mark, after checking who its publisher is',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: ['account'],
    async run(service, { account }) {
      await setVerified(service, { accountId: account, verified: true })
      return { accountId: account, verified: true }
    },
    toLines: ({ accountId }) => [`${accountId} is now verified.`],
  }),
  defineVerb({
    group: 'registry',
    name: 'unverify',
    help: 'take the verified mark from a registry',
    example: '--account 123456789012',
    request: z.object({ account: accountField }),
    recorded: ['account'],
    async run(service, { account }) {
      await setVerified(service, { accountId: account, verified: false })
      return { accountId: account, verified: false }
    },
    toLines: ({ accountId }) => [`${accountId} is no longer verified.`],
  }),
]
