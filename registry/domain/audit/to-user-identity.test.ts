/** A record names users and sessions of roles as CloudTrail does. */
import { expect, test } from 'vitest'
import { toUserIdentity } from './to-user-identity.ts'

const accountId = '641065915345'

test('a user', () => {
  const arn = `arn:aws:iam::${accountId}:user/ci`
  const principal = { accountId, arn, userName: 'ci', principalId: 'AIDA1', accessKeyId: 'AKIA1' }
  expect(toUserIdentity({ kind: 'user', ...principal })).toEqual({ type: 'IAMUser', ...principal })
})

test('a session of a role, which has no user', () => {
  const role = { type: 'Role', principalId: 'AROA1', arn: `arn:aws:iam::${accountId}:role/deploy` } as const
  const sessionIssuer = { ...role, accountId, userName: 'deploy' }
  const arn = `arn:aws:sts::${accountId}:assumed-role/deploy/build-7`
  const known = { accountId, arn, principalId: 'AROA1:build-7', accessKeyId: 'ASIA1' }
  expect(toUserIdentity({ kind: 'role', ...known, userName: 'build-7', sessionIssuer })).toEqual({
    type: 'AssumedRole',
    ...known,
    sessionContext: { sessionIssuer },
  })
})
