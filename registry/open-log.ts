/** The log: one JSON line for each event on standard output, with secrets kept out by what is passed to it. */
import { type Logger, pino } from 'pino'
import type { Config } from '#lib/config/config.ts'
import { openLogOutput } from '#lib/config/log-output.ts'

export function openLog(config: Config): Logger {
  const options = { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return pino(options, openLogOutput())
}

/** Changes to `debug`, with one line for each request, and at the next call back to `LOG_LEVEL`. */
export function switchLogLevel(log: Logger, { logLevel }: Pick<Config, 'logLevel'>): void {
  const level = log.level === logLevel ? 'debug' : logLevel
  log.level = 'info'
  log.info(`log level ${level}`)
  log.level = level
}
