/** Looks commands up as a shell would. */
import { spawnSync } from 'node:child_process'

/** Absolute path of a command on the search path, or null. */
export function findCommand(name: string): string | null {
  return listCommands(name)[0] ?? null
}

/** Every executable of that name on the search path, the one a shell would run first. */
export function listCommands(name: string): string[] {
  const found = spawnSync('which', ['-a', name], { encoding: 'utf8' })
  return found.status === 0 ? [...new Set(found.stdout.trim().split('\n'))] : []
}
