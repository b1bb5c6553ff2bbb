/** The gallery's log: JSON lines on standard output, as the registry writes them. */
import { type Logger, pino } from 'pino'
import { readConfig } from '#lib/config/config.ts'
import { openLogOutput } from '#lib/config/log-output.ts'

const key = Symbol.for('public-gallery.log')

/** The one logger of the process. */
export function getLog(): Logger {
  const holder = globalThis as { [key]?: Logger }
  holder[key] ??= pino({ name: 'gallery', level: readConfig().logLevel }, openLogOutput())
  return holder[key]
}

/** Changes to `debug`, with one line for each request, and at the next call back to `LOG_LEVEL`. */
export function switchLogLevel(): void {
  const log = getLog()
  const { logLevel } = readConfig()
  const level = log.level === logLevel ? 'debug' : logLevel
  log.level = 'info'
  log.info(`log level ${level}`)
  log.level = level
}
