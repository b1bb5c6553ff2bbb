/** Reads the credentials that a registry made at its first start. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Profile {
  accessKeyId: string
  secretAccessKey: string
}

/**
 * Reads one profile of `DATA_DIR/credentials` (the AWS shared-credentials format).
 * @throws {Error} when the file has no such profile
 */
export function readProfile(dataDir: string, profile: string): Profile {
  const path = join(dataDir, 'credentials')
  const section = readFileSync(path, 'utf8')
    .split(/^(?=\[)/m)
    .find((text) => text.startsWith(`[${profile}]`))
  const accessKeyId = section?.match(/^aws_access_key_id\s*=\s*(\S+)/m)?.[1]
  const secretAccessKey = section?.match(/^aws_secret_access_key\s*=\s*(\S+)/m)?.[1]
  if (!accessKeyId || !secretAccessKey) throw new Error(`${path} has no complete profile ${profile}.`)
  return { accessKeyId, secretAccessKey }
}
