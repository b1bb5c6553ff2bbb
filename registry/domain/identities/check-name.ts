/** The names that IAM takes for users, groups, roles and policies (IAM user guide, "IAM and AWS STS quotas"). */
import { OperatorError } from '#registry/domain/operator-error.ts'

const maxLength = { user: 64, group: 128, role: 64, policy: 128, session: 64 }

/** @throws {OperatorError} when it is malformed */
export function checkName(of: keyof typeof maxLength, name: string): void {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= maxLength[of]) return
  throw new OperatorError(
    `'${name.slice(0, 200)}' cannot be the name of a ${of}: it must have 1 to ${maxLength[of]} letters, digits and any of _+=,.@- in it.`,
  )
}
