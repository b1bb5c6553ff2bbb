/** The secret of a source, read from the file or the variable that its entry names each time it is needed, so that it can be replaced. */
import { readFileSync } from 'node:fs'
import type { CredentialsPlace } from './foreign-endpoints.ts'

/**
 * The user's name, and a password or a token.
 * @returns null when the file cannot be read, or nothing is set
 */
export function readSourceSecret({
  username,
  from,
}: CredentialsPlace): { username: string | null; secret: string } | null {
  const secret = ('file' in from ? readText(from.file) : process.env[from.variable])?.trim()
  return secret ? { username, secret } : null
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Said of the source as missing credentials; the reason may hold the path of a secret.
    return undefined
  }
}
