import { expect, test } from 'vitest'
import { keysFrom } from '#registry/store/keys.ts'
import { hashSessionToken, openSecret, sealSecret } from './sealed-secret.ts'

const keys = keysFrom(new Uint8Array(32).fill(1))

test('a secret comes back as it was, and does not show in its sealed form', () => {
  const sealed = sealSecret(keys, 'wJalrXUtnFEMI')
  expect(openSecret(keys, sealed)).toBe('wJalrXUtnFEMI')
  expect(Buffer.from(sealed).includes('wJalrXUtnFEMI')).toBe(false)
  expect(Buffer.from(sealSecret(keys, 'wJalrXUtnFEMI')).equals(sealed)).toBe(false)
})

test('another key, or a changed byte, opens nothing', () => {
  const sealed = sealSecret(keys, 'secret')
  expect(() => openSecret(keysFrom(new Uint8Array(32).fill(2)), sealed)).toThrow()
  const changed = Uint8Array.from(sealed, (byte, index) => (index === 20 ? byte ^ 1 : byte))
  expect(() => openSecret(keys, changed)).toThrow()
})

test('session tokens are kept as SHA-256', () => {
  expect(hashSessionToken('token')).toBe('3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0')
})
