/** The command was not understood; told with where its help is. */
import type { OperatorVerb } from '#registry/apis/operator/operator-verb.ts'

export class UsageError extends Error {
  override name = 'UsageError'
  /** The verb that was meant, for the example that is shown with the message. */
  readonly verb: OperatorVerb | undefined

  constructor(message: string, verb?: OperatorVerb, options?: ErrorOptions) {
    super(message, options)
    this.verb = verb
  }
}
