import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { makeTar } from './make-tar.ts'

test('other programs read the archive: folders before files, modes, contents', () => {
  const archive = makeTar([
    { path: 'etc/app/app.conf', content: 'x=1\n' },
    { path: 'etc/app/empty', content: '' },
    { path: 'usr/bin/app', content: 'a'.repeat(512), mode: 0o755 },
  ])
  const list = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc'], { input: archive })
  const rows = list
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' '))
  expect(rows).toEqual([
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 etc/',
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 etc/app/',
    '-rw-r--r-- 0/0 4 1970-01-01 00:00 etc/app/app.conf',
    '-rw-r--r-- 0/0 0 1970-01-01 00:00 etc/app/empty',
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/',
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/bin/',
    '-rwxr-xr-x 0/0 512 1970-01-01 00:00 usr/bin/app',
  ])
  expect(execFileSync('tar', ['-xOf', '-', 'etc/app/app.conf'], { input: archive }).toString()).toBe('x=1\n')
})

test('a path that does not fit is refused', () => {
  expect(() => makeTar([{ path: 'é'.repeat(51), content: '' }])).toThrow(/too long/)
})
