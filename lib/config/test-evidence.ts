/**
 * What tests leave for the last step of `npm test`, which looks for secrets in everything that was logged: the lines of all
 * programs and services that they start, and the secrets that these had. Nothing is kept unless that step asks for it.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The folder of `npm test`; undefined in a test run by itself. */
const folder = process.env.TEST_EVIDENCE_DIR

export const isEvidenceKept = folder !== undefined

/** Keeps a line that a program wrote to its log. */
export function keepLogLine(line: string): void {
  if (folder !== undefined) appendFileSync(join(folder, `log-${process.pid}`), `${line}\n`)
}

/** Keeps what must not be in any log. */
export function keepSecret(secret: string): void {
  if (folder !== undefined) appendFileSync(join(folder, `secrets-${process.pid}`), `${secret}\n`)
}

/** Keeps the audit files and the secrets in files of a registry's `DATA_DIR`, before a test removes it. */
export function keepDataDir(dataDir: string): void {
  if (folder === undefined) return
  const audit = join(dataDir, 'audit')
  for (const name of existsSync(audit) ? readdirSync(audit) : []) {
    const bytes = readFileSync(join(audit, name))
    keepLogLine((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
  }
  const credentials = join(dataDir, 'credentials')
  if (existsSync(credentials)) {
    const text = readFileSync(credentials, 'utf8')
    for (const [, secret = ''] of text.matchAll(/^aws_(?:secret_access_key|session_token)\s*=\s*(\S+)/gm)) {
      keepSecret(secret)
    }
  }
  const key = join(dataDir, 'key')
  if (existsSync(key)) {
    for (const encoding of ['hex', 'base64'] as const) keepSecret(readFileSync(key).toString(encoding))
  }
}
