import { expect, test } from 'vitest'
import { DistributionError } from './distribution-error.ts'

test('an error of another copy of this module is one as well', () => {
  const other = Object.assign(new Error('away'), { name: 'DistributionError', kind: 'unreachable' })
  expect(other).toBeInstanceOf(DistributionError)
  expect(new DistributionError('server', 'trouble')).toBeInstanceOf(DistributionError)
  expect(new Error('else')).not.toBeInstanceOf(DistributionError)
  expect({ name: 'DistributionError', kind: 'server' }).not.toBeInstanceOf(DistributionError)
})
