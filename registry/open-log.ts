/** The log: one JSON line for each event on standard output, with secrets kept out by what is passed to it. */
import { type Logger, pino } from 'pino'
import type { Config } from '#lib/config/config.ts'

export function openLog(config: Config): Logger {
  const options = { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  // Without a buffer: what waits in one is retried forever, and keeps a stopping program alive, when the reader of
  // its output is gone.
  return pino(options, pino.destination({ dest: 1, sync: true }))
}

/** Changes to `debug`, with one line for each request, and at the next call back to `LOG_LEVEL`. */
export function switchLogLevel(log: Logger, { logLevel }: Pick<Config, 'logLevel'>): void {
  const level = log.level === logLevel ? 'debug' : logLevel
  log.level = 'info'
  log.info(`log level ${level}`)
  log.level = level
}
