/** Guards what a certificate may be for that signs an image: authorities of operators issue others, too. */
import { expect, test } from 'vitest'
import { isForSigning } from './certificate-chain.ts'

test('a certificate that its authority issued for something else is not one for signing', () => {
  const [codeSigning, mail] = ['1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.4']
  expect(isForSigning({ ca: false, keyUsage: [codeSigning] })).toBe(true)
  expect(isForSigning({ ca: false, keyUsage: [mail, codeSigning] })).toBe(true)
  expect(isForSigning({ ca: false, keyUsage: [mail] })).toBe(false)
  expect(isForSigning({ ca: true, keyUsage: [codeSigning] })).toBe(false)
})
