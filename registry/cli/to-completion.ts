/** What a shell needs to complete the commands: a script made from the table, for the command word `registry`. */
import { UsageError } from './usage-error.ts'

export function toCompletion(shell: string | undefined): string {
  throw new UsageError(`There is no completion for ${shell}.`)
}
