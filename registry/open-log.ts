/** The log: one JSON line for each event on standard output, with secrets kept out by what is passed to it. */
import { type Logger, pino } from 'pino'
import type { Config } from '#lib/config/config.ts'

export function openLog(config: Config): Logger {
  const options = { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  // Without a buffer: what waits in one is retried forever, and keeps a stopping program alive, when the reader of
  // its output is gone.
  return pino(options, pino.destination({ dest: 1, sync: true }))
}
