/** Installs a Debian package where this user may: as root, or through sudo without a password. */
import { spawnSync } from 'node:child_process'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findCommand } from './find-command.ts'

const timeoutMs = 300_000

/**
 * Runs `apt-get install`, with `apt-get update` first when the package is not known yet.
 * @returns null when the package is there afterwards, otherwise why not, in a few words
 */
export function installDebianPackage(name: string): string | null {
  if (findCommand('apt-get') === null) return 'there is no apt-get on this machine'
  const root = process.getuid?.() === 0
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0)
    return 'apt-get needs root or sudo without a password'

  const prefix = root ? [] : ['sudo', '-n']
  const install = [...prefix, 'apt-get', 'install', '-y', '--no-install-recommends', name]
  if (run(install) === 0) return null
  run([...prefix, 'apt-get', 'update'])
  return run(install) === 0 ? null : `apt-get install ${name} failed`
}

function run([command = '', ...args]: string[]): number | null {
  const env = childEnvironment({ DEBIAN_FRONTEND: 'noninteractive' })
  return spawnSync(command, args, { env, stdio: 'ignore', timeout: timeoutMs }).status
}
