import { expect, test } from 'vitest'
import { toModeText, toTargetPath } from './file-words.ts'

test.each([
  ['folder', 0o755, 'drwxr-xr-x'],
  ['file', 0o644, '-rw-r--r--'],
  ['file', 0o4755, '-rwsr-xr-x'],
  ['file', 0o6640, '-rwSr-S---'],
  ['folder', 0o1777, 'drwxrwxrwt'],
  ['folder', 0o1776, 'drwxrwxrwT'],
  ['symbolic link', 0o777, 'lrwxrwxrwx'],
  ['fifo', 0, 'p---------'],
  ['block device', 0o660, 'brw-rw----'],
] as const)('%s %i is %s', (kind, mode, text) => {
  expect(toModeText(kind, mode)).toBe(text)
})

test.each([
  ['symbolic link', 'a/b', '../c', 'a/../c'],
  ['symbolic link', 'a', 'b', '/b'],
  ['symbolic link', 'a/b', '/c', '/c'],
  ['hard link', 'a/b', 'c/d', 'c/d'],
] as const)('a %s at %s to %s leads to %s', (kind, path, target, where) => {
  expect(toTargetPath(kind, path, target)).toBe(where)
})
