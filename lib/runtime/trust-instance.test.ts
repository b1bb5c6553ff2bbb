/** Guards whom the gallery believes: the root that ships with it, or the operator's files, or no start. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError } from '#lib/config/config.ts'
import { requireTrustedRoot } from '#lib/proof/require-trusted-root.ts'
import { createSigningAuthority } from '#testing/signing-authority.ts'
import { readTrustBase } from './trust-instance.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('the root of the public instance is there, and can be verified by', () => {
  const { root, signers } = readTrustBase({ trustedRootFile: null, signersFile: null })
  expect(root.isShipped).toBe(true)
  expect(() => requireTrustedRoot(root.text)).not.toThrow()
  expect(signers).toEqual([])
})

test('the operator’s root replaces it, and has a version of its own', async () => {
  const { rootText } = await createSigningAuthority()
  const shipped = readTrustBase({ trustedRootFile: null, signersFile: null })
  const { root } = readTrustBase({ trustedRootFile: write('root.json', rootText), signersFile: null })
  expect(root).toMatchObject({ text: rootText, isShipped: false })
  expect(root.version).not.toBe(shipped.root.version)
  expect(() => requireTrustedRoot(root.text)).not.toThrow()
})

test.each([
  ['no JSON', 'certificate'],
  ['no root', '{}'],
  ['nobody to trust', '{"mediaType":"x","certificateAuthorities":[],"tlogs":[]}'],
])('a root that is %s is refused', (_, text) => {
  expect(() => requireTrustedRoot(text)).toThrow()
})

test.each([
  ['no JSON', '['],
  ['an entry without a signer', [{ repositories: ['a/*'] }]],
  ['a key that is none', [{ repositories: ['a/*'], keys: ['x'] }]],
  ['a member that there is not', [{ repositories: ['a/*'], key: 'x' }]],
])('a file of signers with %s stops the start, and is named', (_, content) => {
  const signersFile = write('signers.json', content)
  const read = () => readTrustBase({ trustedRootFile: null, signersFile })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(signersFile)
})
