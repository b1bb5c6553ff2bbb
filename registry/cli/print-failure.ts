/** How a program of the registry says why it ends. */
import { inspect } from 'node:util'
import { ConfigError } from '#lib/config/config.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { StoreLockedError } from '#registry/store/hold-lock.ts'
import { fullForOperatorMessage, isStoreFull, StoreError } from '#registry/store/store-error.ts'
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
  if (known && error instanceof Error) return error.message
  if (isStoreFull(error)) return fullForOperatorMessage
  return describeSystemFailure(error) ?? inspect(error)
}

/** What the system has refused, with the file that it was about; null for any other failure. */
function describeSystemFailure(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null
  const path = 'path' in error && typeof error.path === 'string' ? error.path : ''
  const named = path === '' || error.message.includes(path) ? '' : ` (${path})`
  return `The system has refused something: ${error.message}${named}. Look at that file and at the folder that it is in: the registry's user has to own both.`
}
