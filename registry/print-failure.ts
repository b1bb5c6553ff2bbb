/** How a program of the registry says why it ends. */
import { ConfigError } from '#lib/config/config.ts'
import { ListenError } from './http/listen.ts'
import { OperatorError } from './operator/operator-error.ts'
import { StoreLockedError } from './store/hold-lock.ts'
import { StoreError } from './store/store-error.ts'

/** Failures that a person can mend; their messages say how. */
const expected = [ConfigError, ListenError, OperatorError, StoreError, StoreLockedError]

/** Writes the message of an expected failure to standard error, and everything there is of any other. */
export function printFailure(error: unknown): void {
  const known = expected.find((type) => error instanceof type)
  console.error(known && error instanceof Error ? error.message : error)
}
