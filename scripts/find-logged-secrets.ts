/**
 * The last step of `npm test`: whether anything secret is in what the tests' programs logged, or in an audit log. The secrets
 * are those that the tests had, and whatever looks like one.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Each call has tokens and signatures of its own: they are known by their form. */
const forms = {
  'a token': /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+/,
  'a login': /\bQVdTOmV5[A-Za-z0-9+/]{10,}/,
  'a signature': /Signature=[0-9a-f]{64}/,
  'a secret access key': /secret_?access_?key"?\s*[:=]\s*"?[A-Za-z0-9+/]{20,}/i,
  'a blob of an API call': /"(?:layerPartBlob|logoImageBlob|authorizationToken)"\s*:/,
}

/** Shorter ones are words that tests use where any will do. */
const minSecretLength = 16

export interface LoggedSecrets {
  /** Where each is, and of which kind; never the secret itself. */
  findings: string[]
  lines: number
  secrets: number
}

/** Looks through what `lib/config/test-evidence.ts` has kept in the folder. */
export function findLoggedSecrets(folder: string): LoggedSecrets {
  const names = readdirSync(folder)
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n')
  const secrets = new Set(
    names
      .filter((name) => name.startsWith('secrets-'))
      .flatMap(read)
      .filter((secret) => secret.length >= minSecretLength),
  )
  const findings: string[] = []
  let lines = 0
  for (const name of names.filter((each) => each.startsWith('log-'))) {
    for (const [at, line] of read(name).entries()) {
      if (line === '') continue
      lines += 1
      const kinds = findKinds(line, secrets)
      findings.push(...kinds.map((kind) => `${name}, line ${at + 1}: ${kind}`))
    }
  }
  return { findings, lines, secrets: secrets.size }
}

function findKinds(line: string, secrets: ReadonlySet<string>): string[] {
  const kinds = Object.entries(forms).flatMap(([kind, form]) => (form.test(line) ? [kind] : []))
  for (const secret of secrets) {
    if (line.includes(secret)) kinds.push('a secret that a test had')
  }
  return kinds
}
