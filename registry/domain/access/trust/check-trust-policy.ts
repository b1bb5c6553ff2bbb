/**
 * What a trust policy must have before it lets tokens of an issuer in: whom they are for, and whom they are of. An issuer is
 * often one for everybody, so that a role without a condition on the subject is open to each of its users.
 */
import type { PolicyDocument, PolicyStatement } from '../policy/policy-document.ts'
import { toProviderArn } from './decide-trust.ts'

const operators = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike)$/

/**
 * Null when there is nothing to complain of; otherwise what is wrong, for the author of the policy.
 * @param accountId of the role
 */
export function findTrustFault(policy: PolicyDocument, accountId: string): string | null {
  for (const [index, statement] of [policy.Statement].flat().entries()) {
    const { Principal, Effect } = statement
    const names = Principal === undefined || Principal === '*' ? [] : [Principal.Federated ?? []].flat()
    for (const name of names) {
      const fault = findFault(statement, name, accountId)
      if (fault !== null && Effect === 'Allow') return `Statement.${index}: ${fault}`
    }
  }
  return null
}

function findFault(statement: PolicyStatement, name: string, accountId: string): string | null {
  const prefix = toProviderArn(accountId, '')
  if (!name.startsWith(prefix)) {
    return `Federated must be an issuer as ${prefix}HOST, with the account of the role`
  }
  const provider = name.slice(prefix.length)
  if (readValues(statement, `${provider}:aud`).length === 0) {
    return `it must have a StringEquals condition on ${provider}:aud, the audience of the tokens`
  }
  const subjects = readValues(statement, `${provider}:sub`)
  if (subjects.length === 0 || subjects.some((subject) => /^[*?]*$/.test(subject))) {
    return `it must have a StringEquals or StringLike condition on ${provider}:sub that says whose tokens, and not * alone: otherwise everybody who has an account at the issuer can take the role on`
  }
  return null
}

/** The values that a key has to have; conditions that also hold without the key do not count. */
function readValues({ Condition = {} }: PolicyStatement, key: string): string[] {
  return Object.entries(Condition)
    .filter(([operator]) => operators.test(operator))
    .flatMap(([, lines]) => Object.entries(lines))
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, values]) => [values].flat().map(String))
}
