import { expect, test } from 'vitest'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { ImagePlatforms, PlatformLabels } from '#lib/oci/join-platforms.ts'
import { describePlatforms } from './describe-platforms.ts'

const say = (declared: PlatformLabels, found: ImagePlatforms | null, language: Language = 'en') =>
  describePlatforms(declared, found, readTexts(language, 'repository'), language)
const labels = (operatingSystems: string[], architectures: string[]) => ({ operatingSystems, architectures })
const image = (operatingSystems: string[], architectures: string[]) => ({
  tag: '1.4.0',
  ...labels(operatingSystems, architectures),
})

test.each([
  [
    'more than declared',
    labels(['Linux'], ['x86-64']),
    image(['Linux'], ['x86-64', 'ARM 64']),
    'Declared: Linux, x86-64. The newest image, 1.4.0, also runs on ARM 64.',
  ],
  [
    'less than declared',
    labels(['Linux'], ['ARM', 'ARM 64', 'x86-64']),
    image(['Linux'], ['x86-64', 'ARM 64']),
    'ARM is declared, but 1.4.0 has no such image.',
  ],
  [
    'less on both sides',
    labels(['Linux', 'Windows'], ['ARM 64', 'x86-64']),
    image(['Linux'], ['x86-64']),
    'Windows and ARM 64 are declared, but 1.4.0 has no such image.',
  ],
  [
    'something else',
    labels(['Linux'], ['ARM 64']),
    image(['Linux'], ['x86-64']),
    'ARM 64 is declared, but 1.4.0 has no such image. It also runs on x86-64.',
  ],
])('%s', (_, declared, found, words) => {
  expect(say(declared, found)).toBe(words)
})

test('many labels are counted', () => {
  const many = Array.from({ length: 50 }, (_, n) => `chip${n}`)
  expect(say(labels(['Linux'], many), image(['Linux'], ['chip0']))).toBe(
    'chip1, chip2, chip3, chip4, chip5, chip6 and 43 others are declared, but 1.4.0 has no such image.',
  )
  expect(say(labels(['Linux'], ['chip0']), image(['Linux'], many))).toBe(
    'Declared: Linux, chip0. The newest image, 1.4.0, also runs on chip1, chip2, chip3, chip4, chip5, chip6 and 43 others.',
  )
})

test.each([
  ['the same', labels(['Linux'], ['x86-64']), image(['Linux'], ['x86-64'])],
  ['the same in another spelling', labels(['Linux'], ['RISC-V 64']), image(['Linux'], ['riscv64'])],
  ['the same in another order', labels(['Linux'], ['ARM', 'x86']), image(['Linux'], ['x86', 'ARM'])],
  ['nothing declared', labels([], []), image(['Linux'], ['x86-64'])],
  ['only the operating system declared', labels(['Linux'], []), image(['Linux'], ['x86-64'])],
  ['no image read', labels(['Linux'], ['x86-64']), null],
])('%s is no difference', (_, declared, found) => {
  expect(say(declared, found)).toBeNull()
})

test('in Japanese', () => {
  const declared = labels(['Linux', 'Windows'], ['ARM 64', 'x86-64'])
  expect(say(declared, image(['Linux'], ['x86-64']), 'ja')).toBe(
    'Windows、ARM 64 への対応が宣言されていますが、1.4.0 には該当するイメージがありません。',
  )
})
