/** The search for secrets in logs finds a planted one, whatever its kind, and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLoggedSecrets } from './find-logged-secrets.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-'))
  writeFileSync(join(folder, 'secrets-1'), `${secret}\nshort\n`)
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['a secret that a test had', `{"msg":"call","key":"${secret}"}`],
  ['a token', '{"authorization":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc"}'],
  ['a login', `Basic ${Buffer.from('AWS:eyJhbGciOiJIUzI1NiJ9').toString('base64')}`],
  ['a signature', `AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=${'0'.repeat(64)}`],
  ['a secret access key', '{"secretAccessKey":"abcdefghijklmnopqrstuvwxyz"}'],
  ['a blob of an API call', '{"requestParameters":{"layerPartBlob":"AAAA"}}'],
])('%s is found, and told without being shown', (kind, line) => {
  writeFileSync(join(folder, 'log-1'), `{"msg":"listening"}\n${line}\n`)
  const { findings, lines, secrets } = findLoggedSecrets(folder)
  expect(findings).toEqual([`log-1, line 2: ${kind}`])
  expect({ lines, secrets }).toEqual({ lines: 2, secrets: 1 })
  expect(findings.join()).not.toContain(secret)
})

test('what is no secret is left alone', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  writeFileSync(
    join(folder, 'log-1'),
    `{"msg":"short","path":"/v2/acme/app/blobs/${digest}"}\n{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}\n`,
  )
  expect(findLoggedSecrets(folder)).toEqual({ findings: [], lines: 2, secrets: 1 })
})
