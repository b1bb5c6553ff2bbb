/** GetAuthorizationToken: a password for `docker login`, good for 12 hours. */
import { issueLoginToken } from '#registry/access/issue-login-token.ts'
import { defineOperation } from '../operation.ts'
import { structure } from '../shapes.ts'
import { toTimestamp } from '../to-timestamp.ts'

export const getAuthorizationToken = defineOperation({
  name: 'GetAuthorizationToken',
  access: 'read',
  input: structure({}),
  resource: (_input, principal) => ({ registryId: principal.accountId, arn: '*' }),
  async run({ service, principal, now }) {
    const { password, expiresAt } = await issueLoginToken(service.keys, principal, new Date(now))
    return {
      authorizationData: {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: toTimestamp(expiresAt.toISOString()),
      },
    }
  },
})
