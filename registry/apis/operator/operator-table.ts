/**
 * Everything an operator can ask for, in the order of the help: the operator API and `npm run registry` have what is
 * in this table, and nothing else.
 */
import type { OperatorVerb } from './operator-verb.ts'
import { accountRows } from './rows/account-rows.ts'
import { aliasRows } from './rows/alias-rows.ts'
import { auditRows } from './rows/audit-rows.ts'
import { backupRows } from './rows/backup-rows.ts'
import { groupRows } from './rows/group-rows.ts'
import { imageRows } from './rows/image-rows.ts'
import { keyRows } from './rows/key-rows.ts'
import { logRows } from './rows/log-rows.ts'
import { oidcRows } from './rows/oidc-rows.ts'
import { policyRows } from './rows/policy-rows.ts'
import { quotaRows } from './rows/quota-rows.ts'
import { registryRows } from './rows/registry-rows.ts'
import { roleRows } from './rows/role-rows.ts'
import { secretRows } from './rows/secret-rows.ts'
import { storeRows } from './rows/store-rows.ts'
import { tokenRows } from './rows/token-rows.ts'
import { upstreamRows } from './rows/upstream-rows.ts'
import { userRows } from './rows/user-rows.ts'

/** The groups, each with a line of help. */
export const operatorGroups: ReadonlyMap<string, string> = new Map([
  ['account', 'accounts; each is a registry'],
  ['user', 'users of an account'],
  ['key', 'access keys of users'],
  ['group', 'groups of users'],
  ['role', 'roles, which others take on for a while'],
  ['session', 'credentials that end by themselves'],
  ['policy', 'who may do what, and why'],
  ['token', 'logins of container clients'],
  ['oidc', 'issuers whose tokens are exchanged for credentials of roles'],
  ['alias', 'names under which registries are reached, and requests for them'],
  ['registry', 'verified publishers'],
  ['image', 'the day on which an image ends'],
  ['quota', 'how much an account may have, and how fast'],
  ['audit', 'what was done, and whether the log of it is whole'],
  ['store', 'whether what is stored is whole'],
  ['secret', 'the secret of the installation, by which it seals what is stored and signs logins'],
  ['upstream', 'registries whose images are pulled through this one'],
  ['log', 'how much the running registry logs'],
  ['backup', 'copies of everything, made while the registry runs, and what comes of them'],
])

export const operatorTable: readonly OperatorVerb[] = [
  ...accountRows,
  ...userRows,
  ...keyRows,
  ...groupRows,
  ...roleRows,
  ...policyRows,
  ...tokenRows,
  ...oidcRows,
  ...aliasRows,
  ...registryRows,
  ...imageRows,
  ...quotaRows,
  ...auditRows,
  ...storeRows,
  ...secretRows,
  ...upstreamRows,
  ...logRows,
  ...backupRows,
]

/** The verb of these names; undefined when there is none. */
export function findVerb(group: string, name: string): OperatorVerb | undefined {
  return operatorTable.find((verb) => verb.group === group && verb.name === name)
}
