import { expect, test } from 'vitest'
import { spellSymbols } from './spell-symbols.ts'

test.each([
  ['c++', 'cplusplus'],
  ['c++17 or g++.', 'cplusplus17 or gplusplus.'],
  ['c#, f# and q#', 'csharp, fsharp and qsharp'],
  ['.net 8, .net8 and asp.net', 'dotnet 8, dotnet8 and asp.net'],
  ['node.js', 'node.js'],
  ['a++b c+++ issue#12 page#c c#1 .network x..net', 'a++b c+++ issue#12 page#c c#1 .network x..net'],
])('the names in %s are words of their own', (text, expected) => {
  expect(spellSymbols(text)).toBe(expected)
})

test.each(['+', '#', 'a+', 'a++', 'a#', '.net', '.', 'a'])(
  'a long run of %s takes no longer than its length',
  (piece) => {
    const text = piece.repeat(60_000)
    const begun = performance.now()
    spellSymbols(text)
    expect(performance.now() - begun).toBeLessThan(1_000)
  },
)
