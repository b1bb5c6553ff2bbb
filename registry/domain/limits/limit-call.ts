/** The step of each call that counts it against its account's rate. */
import type { Principal } from '#registry/domain/access/principal.ts'
import type { Limits } from './create-limits.ts'

/**
 * @param action an operation such as `PutImage`, or its IAM action such as `ecr-public:PutImage`
 * @throws {LimitError} when the account has to wait
 */
export async function limitCall(
  { limits }: { limits: Limits },
  principal: Principal | null,
  action: string,
): Promise<void> {
  if (limits.rates === null || principal === null) return
  await limits.rates.calls.take(principal.accountId, action.replace(/^ecr-public:/, ''))
}
