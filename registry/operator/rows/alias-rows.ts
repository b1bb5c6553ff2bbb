/** The verbs of aliases. */
import { z } from 'zod'
import { addAlias } from '../add-alias.ts'
import { accountField, defineVerb } from '../operator-verb.ts'

export const aliasRows = [
  defineVerb({
    group: 'alias',
    name: 'add',
    help: 'give a registry a custom alias that it need not ask for',
    example: '--account 123456789012 --name tidewater --primary',
    request: z.object({
      account: accountField,
      name: z.string().min(1).describe('the alias'),
      primary: z.boolean().default(false).describe('make it the one that the gallery links to'),
    }),
    async run(service, { account, name, primary }) {
      await addAlias(service, { accountId: account, name, primary })
      return { accountId: account, name }
    },
    toLines: ({ accountId, name }) => [`${accountId} is reached as ${name}.`],
  }),
]
