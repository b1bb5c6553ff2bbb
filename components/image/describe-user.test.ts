import { expect, test } from 'vitest'
import { describeUser } from './describe-user.ts'

test.each([
  [
    { user: null, os: 'linux' },
    { name: 'root', note: 'none-set' },
  ],
  [
    { user: null, os: null },
    { name: null, note: null },
  ],
  [
    { user: null, os: 'freebsd' },
    { name: null, note: null },
  ],
  [
    { user: '0:0', os: 'linux' },
    { name: '0:0', note: 'root' },
  ],
  [
    { user: '10001', os: 'linux' },
    { name: '10001', note: 'not-root' },
  ],
  [
    { user: 'app', os: 'linux' },
    { name: 'app', note: null },
  ],
  [
    { user: 'ContainerUser', os: 'windows' },
    { name: 'ContainerUser', note: null },
  ],
])('as whom a process runs is said as far as it is known', (config, words) => {
  expect(describeUser(config)).toEqual(words)
})

test('of Windows nothing is said of root', () => {
  expect(describeUser({ user: null, os: 'Windows' })).toEqual({ name: null, note: 'base-decides' })
})
