/** Guards that the commands for checking an image do what the page says, whatever strangers have written into names. */
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { toCosignCommand, toGithubCommand, toNotationCommand } from './verify-command.ts'

const target = { name: 'localhost:5050/acme/app', digest: `sha256:${'a'.repeat(64)}`, plainHttp: true }
const https = { ...target, name: 'gallery.example.com/acme/app', plainHttp: false }

test('a signature by an identity, over HTTP and HTTPS', () => {
  const signer = { identity: 'https://git.example.com/a@refs/tags/1', issuer: 'https://token.example.com' }
  expect(toCosignCommand(target, signer, null).text).toBe(`cosign verify \\
  --certificate-identity https://git.example.com/a@refs/tags/1 \\
  --certificate-oidc-issuer https://token.example.com \\
  --allow-http-registry \\
  ${target.name}@${target.digest}`)
  expect(toCosignCommand(https, signer, 'https://slsa.dev/provenance/v1').text).toBe(
    `cosign verify-attestation \\
  --certificate-identity https://git.example.com/a@refs/tags/1 \\
  --certificate-oidc-issuer https://token.example.com \\
  --type https://slsa.dev/provenance/v1 \\
  ${https.name}@${https.digest}`,
  )
})

test('a signature by a key brings the key', () => {
  const keyPem = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n'
  const { keyLine, text } = toCosignCommand(https, { keyPem, owner: 'Acme & Co', isLogged: false }, null)
  expect(keyLine).toBe(
    "printf '%s\\n' '-----BEGIN PUBLIC KEY-----' 'MCowBQYDK2VwAyEA' '-----END PUBLIC KEY-----' > Acme___Co.pub",
  )
  expect(text).toBe(`cosign verify \\
  --key Acme___Co.pub \\
  --insecure-ignore-tlog=true \\
  ${https.name}@${https.digest}`)
})

test('attestations of GitHub and signatures of notation', () => {
  expect(toGithubCommand(https, 'https://github.com/acme/app', 'https://slsa.dev/provenance/v1')?.text).toBe(
    `gh attestation verify \\
  --repo acme/app \\
  --predicate-type https://slsa.dev/provenance/v1 \\
  oci://${https.name}@${https.digest}`,
  )
  expect(toGithubCommand(https, 'https://git.example.com/acme/app', 'x')).toBeNull()
  expect(toGithubCommand(https, 'https://github.com/acme/app;reboot', 'x')).toBeNull()
  expect(toNotationCommand(target).text).toBe(
    `notation verify \\\n  --insecure-registry \\\n  ${target.name}@${target.digest}`,
  )
})

test('a shell sees one word for each hostile one, and runs nothing', () => {
  const hostile = '$(touch /tmp/x)\'; `id` \\ \n && "x"'
  const { text } = toCosignCommand(https, { identity: hostile, issuer: hostile }, hostile)
  const words = execFileSync('sh', ['-c', `cosign() { for one; do printf '%s\\0' "$one"; done; }\n${text}`])
    .toString()
    .split('\0')
  const shown = hostile.replace('\n', '\ufffd')
  expect(words.slice(0, -1)).toEqual([
    'verify-attestation',
    '--certificate-identity',
    shown,
    '--certificate-oidc-issuer',
    shown,
    '--type',
    shown,
    `${https.name}@${https.digest}`,
  ])
})
