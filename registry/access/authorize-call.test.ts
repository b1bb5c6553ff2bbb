import { describe, expect, test } from 'vitest'
import { authorizeCall } from './authorize-call.ts'

const base = { accountId: '111111111111', userName: 'admin', accessKeyId: 'AKIA' }
const owner = { ...base, role: 'owner' } as const
const gallery = { ...base, userName: 'gallery', role: 'gallery' } as const
const own = { registryId: '111111111111', arn: 'arn:aws:ecr-public::111111111111:repository/app' }
const foreign = { registryId: '222222222222', arn: 'arn:aws:ecr-public::222222222222:repository/app' }

describe('an owner', () => {
  test.each(['read', 'write'] as const)('may %s in its own registry', (access) => {
    expect(() => authorizeCall(owner, { action: 'X', access, ...own })).not.toThrow()
  })

  test.each(['read', 'write'] as const)('may not %s in any other registry', (access) => {
    expect(() => authorizeCall(owner, { action: 'DescribeImages', access, ...foreign })).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        message:
          'User: arn:aws:iam::111111111111:user/admin is not authorized to perform: ecr-public:DescribeImages on resource: arn:aws:ecr-public::222222222222:repository/app because no identity-based policy allows the ecr-public:DescribeImages action',
      }),
    )
  })

  test('gets the same answer for an alias that nobody has', () => {
    expect(() => authorizeCall(owner, { action: 'X', access: 'read', ...foreign, registryId: null })).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException' }),
    )
  })
})

describe('the gallery', () => {
  test('may read every registry', () => {
    expect(() => authorizeCall(gallery, { action: 'X', access: 'read', ...own })).not.toThrow()
    expect(() => authorizeCall(gallery, { action: 'X', access: 'read', ...foreign })).not.toThrow()
  })

  test('may write none', () => {
    for (const resource of [own, foreign]) {
      expect(() => authorizeCall(gallery, { action: 'X', access: 'write', ...resource })).toThrow(
        expect.objectContaining({ code: 'AccessDeniedException' }),
      )
    }
  })
})
