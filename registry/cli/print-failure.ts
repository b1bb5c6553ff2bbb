/** How a program of the registry says why it ends. */
import { inspect } from 'node:util'
import { ConfigError } from '#lib/config/config.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { StoreLockedError } from '#registry/store/hold-lock.ts'
import { StoreError } from '#registry/store/store-error.ts'
import { ListenError } from '#registry/wire/listen.ts'
import { UnreachableError } from './unreachable-error.ts'
import { UsageError } from './usage-error.ts'

/** Failures that a person can mend; their messages say how. */
const expected = [
  ConfigError,
  ListenError,
  OperatorError,
  StoreError,
  StoreLockedError,
  UnreachableError,
  UsageError,
]

/** Writes the message of an expected failure to standard error, and everything there is of any other. */
export function printFailure(error: unknown): void {
  console.error(describeFailure(error))
}

/** The same as text. */
export function describeFailure(error: unknown): string {
  const known = expected.find((type) => error instanceof type)
  return known && error instanceof Error ? error.message : inspect(error)
}
