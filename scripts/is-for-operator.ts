/** Which failures of a start are for the person at the terminal, who needs their words and no stack. */
import { ConfigError } from '#lib/config/config.ts'
import { BuildError } from './build-if-stale.ts'
import { ProgramEndedError } from './supervise.ts'
import { NoAnswerError } from './wait-for-answer.ts'

const kinds = [BuildError, ConfigError, NoAnswerError, ProgramEndedError]

/**
 * Whether somebody can act on what it says: a variable, a build that failed, a program that ended or does not answer.
 * @param own what the asking program throws itself for its person at the terminal
 */
export function isForOperator(error: unknown, own: new (message: string) => Error): error is Error {
  return [own, ...kinds].some((kind) => error instanceof kind)
}
