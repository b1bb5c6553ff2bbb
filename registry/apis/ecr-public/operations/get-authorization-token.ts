/** GetAuthorizationToken: a password for `docker login`, good for 12 hours. */
import { findIdentity } from '#registry/domain/access/find-identity.ts'
import { issueLoginToken } from '#registry/domain/access/issue-login-token.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { structure } from '#registry/wire/aws-json/shapes.ts'
import { toTimestamp } from '#registry/wire/aws-json/to-timestamp.ts'
import { defineOperation } from '../operation.ts'

export const getAuthorizationToken = defineOperation({
  name: 'GetAuthorizationToken',
  access: 'read',
  verbs: [],
  parts: ['store', 'access', 'keys', 'newId'],
  input: structure({}),
  resource: (_input, principal) => ({
    registryId: principal.accountId,
    arn: '*',
    otherActions: ['sts:GetServiceBearerToken'],
  }),
  async run({ service, principal, now }) {
    const identity = await findIdentity(service, principal.accessKeyId)
    // Taken back since the call was authenticated.
    if (identity === null) throw new EcrError('UnrecognizedClientException')
    const { keys, newId } = service
    const { password, expiresAt } = await issueLoginToken(keys, identity, new Date(now), newId())
    return {
      authorizationData: {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: toTimestamp(expiresAt.toISOString()),
      },
    }
  },
})
