/** Finds the AWS CLI that the protocol and browser tests run. */
import { spawnSync } from 'node:child_process'
import { listCommands } from './find-command.ts'

/**
 * Absolute path of an AWS CLI of version 2, or null. Version 1 is passed over: it encodes the logo in a JSON
 * file a second time.
 */
export function findAwsCli(): string | null {
  return listCommands('aws').find(isVersion2) ?? null
}

function isVersion2(path: string): boolean {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 })
  return stdout?.startsWith('aws-cli/2.') ?? false
}
