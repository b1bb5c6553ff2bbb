/** Finds the quota that an operator wants to change, or says which there are. */
import { type QuotaName, quotaNames, quotaTable } from '#registry/domain/limits/quota-table.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'

/** @throws {OperatorError} when there is no such quota, or it is the same for all accounts */
export function requireAdjustableQuota(text: string): QuotaName {
  const name = quotaNames.find((known) => known === text)
  const adjustable = quotaNames.filter((known) => quotaTable[known].isAdjustable)
  if (name === undefined) {
    throw new OperatorError(
      `There is no quota ${text}. Those that can be adjusted are ${adjustable.join(', ')}.`,
    )
  }
  if (!quotaTable[name].isAdjustable) {
    throw new OperatorError(
      `The quota ${name} is ${quotaTable[name].default} for every account and cannot be adjusted, as clients rely on it. Those that can be adjusted are ${adjustable.join(', ')}.`,
    )
  }
  return name
}
