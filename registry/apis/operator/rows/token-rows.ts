/** The verbs of tokens. */
import { z } from 'zod'
import { revokeTokens } from '#registry/domain/identities/revoke-tokens.ts'
import { accountField, defineVerb } from '../operator-verb.ts'

export const tokenRows = [
  defineVerb({
    group: 'token',
    name: 'revoke',
    help: 'take logins back: one, all of an access key, or all of a user or role; new logins work',
    example: '--account 123456789012 --user ci',
    request: z.object({
      token: z.string().min(1).optional().describe('the token, or the password of get-login-password'),
      key: z.string().min(1).optional().describe('access key id'),
      account: accountField.optional(),
      user: z.string().min(1).optional().describe('name of the user, with --account'),
      role: z.string().min(1).optional().describe('name of the role, with --account'),
    }),
    recorded: ['key', 'account', 'user', 'role'],
    verbs: ['transaction'],
    parts: ['keys', 'clock'],
    run: (service, { account, ...request }) => revokeTokens(service, { ...request, accountId: account }),
    toLines: ({ revoked }) => [`Revoked: ${revoked}.`],
  }),
]
