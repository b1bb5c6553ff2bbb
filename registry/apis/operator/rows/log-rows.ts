/** The verb of the registry's own log. */
import { z } from 'zod'
import { defineVerb } from '../operator-verb.ts'
import { logLevels, setLogLevel } from '../set-log-level.ts'

export const logRows = [
  defineVerb({
    group: 'log',
    name: 'level',
    help: 'say how much the running registry logs, or change it without a new start',
    example: '--level debug',
    request: z.object({
      level: z.enum(logLevels).optional().describe('from now on; debug has a line for each request'),
    }),
    recorded: ['level'],
    parts: ['log'],
    withoutDatabase: 'start the programs with another LOG_LEVEL, or send each the signal SIGUSR2.',
    run: (service, { level }) => setLogLevel(service, level),
    toLines: ({ level }) => [`The log level is ${level}. A registry that starts takes LOG_LEVEL.`],
  }),
]
