/** How much the running registry logs, without a new start. */
import type { Parts } from '../parts.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/**
 * Changes the level until the next start, which takes `LOG_LEVEL` again.
 * @param level none to leave it as it is
 * @returns the level as it is now
 */
export async function setLogLevel(
  { log }: Parts<'log'>,
  level: (typeof logLevels)[number] | undefined,
): Promise<{ level: string }> {
  if (level !== undefined) log.level = level
  return { level: log.level }
}
