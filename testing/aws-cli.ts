/** Runs the real AWS CLI as a publisher would, against a registry of ours. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { type AwsCli, listAwsClis } from '../scripts/find-aws-cli.ts'

const execute = promisify(execFile)

/** One of each version on this machine, the newest first. */
export const awsClis: readonly AwsCli[] = listAwsClis()

export interface AwsCliOptions {
  /** Path of the CLI; the newest one when it is left out. */
  command?: string | undefined
  /** Address of the API. */
  endpoint: string
  /** Folder of the registry whose credentials file is used. */
  dataDir: string
  /** Folder in which `file://` paths are looked up. */
  cwd?: string
  environment?: Record<string, string>
  /** `ecr-public` where it is left out. */
  service?: string
}

/** What `aws` wrote to its error output when it failed. */
class AwsCliError extends Error {
  override name = 'AwsCliError'
}

/**
 * Runs `aws ecr-public …`, or another service's commands, with the profile `admin`, and nothing of this machine's own AWS set-up.
 * @returns what it printed
 * @throws {AwsCliError} with its error output
 */
export async function runAwsCli(options: AwsCliOptions, ...args: string[]): Promise<string> {
  const { command = awsClis[0]?.path, endpoint, dataDir, cwd = dataDir, environment = {} } = options
  const { service = 'ecr-public' } = options
  const all = [service, ...args, '--endpoint-url', endpoint, '--region', 'us-east-1', '--output', 'json']
  const env = childEnvironment({
    AWS_SHARED_CREDENTIALS_FILE: join(dataDir, 'credentials'),
    AWS_CONFIG_FILE: join(dataDir, 'no-such-config'),
    AWS_PROFILE: 'admin',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    ...environment,
  })
  if (command === undefined) throw new Error('There is no AWS CLI on this machine; install Debian’s awscli.')
  try {
    return (await execute(command, all, { cwd, env, timeout: 60_000 })).stdout
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new AwsCliError(output || String(error), { cause: error })
  }
}
