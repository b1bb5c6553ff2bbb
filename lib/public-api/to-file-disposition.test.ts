/** Whatever a file in a layer is called, the header is one line, the name no path, and its end what the file really ends with. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toFileDisposition } from './to-file-disposition.ts'

test.each([
  ['os-release', 'attachment; filename="os-release"'],
  ['.bashrc', 'attachment; filename=".bashrc"'],
  ['..', 'attachment; filename="_"'],
  ['', 'attachment; filename="file"'],
  ['a"; filename=b.exe\r\nX: y', 'attachment; filename="a___filename_b.exe__X__y"'],
  ['c:\\windows\\x', 'attachment; filename="c__windows_x"'],
  ['設定.toml', `attachment; filename="__.toml"; filename*=UTF-8''%E8%A8%AD%E5%AE%9A.toml`],
  // A mark that turns the direction of writing would show `exe.txt`.
  ['\u202etxt.exe', 'attachment; filename="_txt.exe"'],
])('%j', (name, header) => {
  expect(toFileDisposition(name)).toBe(header)
})

test('a long name keeps its end', () => {
  expect(toFileDisposition(`${'a'.repeat(4_000)}.tar.gz`)).toMatch(
    /^attachment; filename="a{99}_a{13}\.tar\.gz"$/,
  )
})

test('no name makes more than one line of ASCII, or breaks its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(toFileDisposition(name)).toMatch(
        /^attachment; filename="[A-Za-z0-9._+-]+"(?:; filename\*=UTF-8''[\w%.~+-]+)?$/,
      )
    }),
  )
})
