/** The policies that decide about a call, prepared, and kept until something about access changes. */
import type { Store } from '#registry/store/open-store.ts'
import type { AccessCache } from './access-cache.ts'
import { builtInPolicies } from './policy/built-in-policies.ts'
import { type CompiledPolicy, compilePolicy } from './policy/compile-policy.ts'
import type { Principal } from './principal.ts'

type Parts<Noun extends keyof Store> = { access: AccessCache; store: Pick<Store, Noun> }

/** All policies of a user with its groups, or of the role of a session. */
export function loadIdentityPolicies(
  { access, store }: Parts<'policies'>,
  principal: Principal,
): Promise<readonly CompiledPolicy[]> {
  const { kind } = principal
  if (kind === 'gallery') return Promise.resolve([])
  const id = principal.sessionIssuer?.principalId ?? principal.principalId
  return access.read(
    `policies ${id}`,
    async () => {
      const policies = await store.policies.listOf({ kind, id })
      return policies.flatMap(({ name, document }) => {
        const text = document ?? builtInPolicies.get(name)
        // A managed policy that is gone allows nothing; it cannot be deleted while it is attached.
        return text === undefined ? [] : [compilePolicy(name, JSON.parse(text))]
      })
    },
    (policies) => policies.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  )
}

export interface RepositoryRules {
  /** Null without a policy. */
  policy: CompiledPolicy | null
  tags: { key: string; value: string }[]
}

/** The policy and the tags of a repository; of one that does not exist, neither. */
export function loadRepositoryRules(
  { access, store }: Parts<'repositories'>,
  accountId: string,
  name: string,
): Promise<RepositoryRules> {
  return access.read(
    `repository ${accountId} ${name}`,
    async () => {
      const { policyText, tags } = await store.repositories.getAccess(accountId, name)
      const policy = policyText === null ? null : compilePolicy(`repository/${name}`, JSON.parse(policyText))
      return { policy, tags }
    },
    ({ policy }) => policy?.sizeBytes ?? 0,
  )
}
