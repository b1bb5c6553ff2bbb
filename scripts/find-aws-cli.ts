/** Finds the AWS CLIs that the protocol and browser tests run. */
import { spawnSync } from 'node:child_process'
import { listCommands } from './find-command.ts'

export interface AwsCli {
  /** Absolute path. */
  path: string
  /** 1 or 2: they send blobs in a JSON file differently. */
  version: number
}

/** One AWS CLI of each version on the search path, the newest first. */
export function listAwsClis(): AwsCli[] {
  const found = listCommands('aws').flatMap((path): AwsCli[] => {
    const version = readVersion(path)
    return version === null ? [] : [{ path, version }]
  })
  return found
    .filter(({ version }, at) => found.findIndex((other) => other.version === version) === at)
    .sort((a, b) => b.version - a.version)
}

function readVersion(path: string): number | null {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 })
  const major = /^aws-cli\/(\d+)\./.exec(stdout ?? '')?.[1]
  return major === undefined ? null : Number(major)
}
