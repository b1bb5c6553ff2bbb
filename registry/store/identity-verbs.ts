/** The verbs of the store about who may do things: accounts with their aliases, users, groups, roles, policies and keys. */
import type {
  AccessKey,
  Account,
  Alias,
  AliasDecision,
  Group,
  HeldPolicies,
  IdentityPolicy,
  ListedAccessKey,
  ManagedPolicy,
  NewAccessKey,
  NewAlias,
  PolicyHolder,
  RegistryProfile,
  Role,
  User,
} from './entities.ts'

export interface AccountReads {
  /** The display name; empty until one is set. */
  getDisplayName(accountId: string): Promise<string>
  /** Up to `limit` accounts whose ids come after `after`, from the first one when that is null; one when `only` is set. */
  list(page: { only: string | null; after: string | null; limit: number | null }): Promise<Account[]>
  /** The account with this id; null when there is none. */
  get(accountId: string): Promise<Account | null>
}

export interface AccountWrites extends AccountReads {
  setProfile(accountId: string, profile: RegistryProfile): Promise<void>
  setDisplayName(accountId: string, displayName: string): Promise<void>
  /** Adds an account; false when there is one with this id. */
  insert(account: { accountId: string; displayName: string; at: string }): Promise<boolean>
  /** Gives the verified mark, or takes it; false when there is no such account. */
  setVerified(accountId: string, verified: boolean): Promise<boolean>
}

export interface AliasReads {
  /** The account that the active alias belongs to; null when nobody has it. */
  getAccount(name: string): Promise<string | null>
  /** The account that the name belongs to, active or given back; null when it is free. */
  getHolder(name: string): Promise<{ accountId: string; released: boolean } | null>
  /** The alias in whatever status; null when the account neither has it nor asked for it. */
  get(named: { accountId: string; name: string }): Promise<Alias | null>
  /** The aliases of these accounts in every status, the primary one of each first, then the oldest. */
  list(accountIds: readonly string[]): Promise<Alias[]>
  /** Custom aliases that are active, and the display names of verified publishers; not those of `except`. */
  listPublisherNames(others: { except: string }): Promise<{ shown: string; verified: boolean }[]>
  /** The active aliases of all accounts, the primary ones first, then by name. */
  listActive(): Promise<{ accountId: string; name: string }[]>
  /** By name, with whose they are; of one account or in one status where that is set. */
  listWithAccounts(filter: {
    accountId?: string | undefined
    status?: Alias['status'] | undefined
  }): Promise<(Alias & Pick<Account, 'displayName' | 'verified'>)[]>
}

export interface AliasWrites extends AliasReads {
  delete(named: { accountId: string; name: string }): Promise<void>
  /** Does nothing where the account already has a default alias; true when it made one. `at` is ISO 8601. */
  ensureDefault(account: { accountId: string; at: string }): Promise<boolean>
  /** A custom alias, in place of what the account had of this name. It is not the primary one. */
  put(alias: NewAlias): Promise<void>
  /** Makes an active alias of the account its primary one. */
  putPrimary(named: { accountId: string; name: string }): Promise<void>
  /** Notes what the operator decided about an alias that an account asked for. */
  decide(alias: { accountId: string; name: string }, decision: AliasDecision): Promise<void>
  /** Refuses the name to all others who wait for it. */
  rejectOthers(
    alias: { accountId: string; name: string },
    decision: { at: string; reason: string },
  ): Promise<void>
  /** Keeps a name that was given back for the account that had it. */
  reserve(alias: { accountId: string; name: string; at: string }): Promise<void>
}

export interface UserReads {
  /** The user of this name; null when the account has none. */
  get(accountId: string, name: string): Promise<User | null>
  /** The users of an account by name, each with the names of its groups. */
  list(accountId: string): Promise<(User & { groups: string[] })[]>
}

export interface UserWrites extends UserReads {
  /** Adds a user; false when the account has one of this name. */
  insert(user: { userId: string; accountId: string; name: string; at: string }): Promise<boolean>
  /** Deletes a user with its keys, its own policies and its memberships. */
  delete(userId: string): Promise<void>
  /** Makes every token of the user one of an earlier generation. */
  revokeTokens(userId: string): Promise<void>
}

export interface GroupReads {
  /** The group of this name; null when the account has none. */
  get(accountId: string, name: string): Promise<Group | null>
  /** The groups of an account by name, each with the names of its users. */
  list(accountId: string): Promise<(Group & { users: string[] })[]>
}

export interface GroupWrites extends GroupReads {
  /** Adds a group; false when the account has one of this name. */
  insert(group: { groupId: string; accountId: string; name: string; at: string }): Promise<boolean>
  /** Its users stay, without what the group gave them. */
  delete(groupId: string): Promise<void>
  /** Does nothing when the user is a member. */
  addMember(groupId: string, userId: string): Promise<void>
  /** False when the user was no member. */
  removeMember(groupId: string, userId: string): Promise<boolean>
}

export interface RoleReads {
  /** Null when the account has no such role. */
  get(accountId: string, name: string): Promise<Role | null>
  /** The roles of an account, by name. */
  list(accountId: string): Promise<Role[]>
}

export interface RoleWrites extends RoleReads {
  /** Adds a role; false when the account has one of this name. */
  insert(role: Role & { at: string }): Promise<boolean>
  /** Replaces who may take the role on, as a JSON policy. */
  setTrustPolicy(roleId: string, trustPolicy: string): Promise<void>
  /** Deletes a role with its sessions and its own policies. */
  delete(roleId: string): Promise<void>
  /** Makes every token of the role one of an earlier generation. */
  revokeTokens(roleId: string): Promise<void>
}

export interface PolicyReads {
  /** How often something changed that decides about access. */
  getVersion(): Promise<number>
  /** In the order in which they are explained: own inline, own attached, then by group. */
  listOf(holder: { kind: 'user' | 'role'; id: string }): Promise<IdentityPolicy[]>
  /** The ARN of the policy of an account that has this name or this ARN; null when it has none. */
  findArn(accountId: string, policy: string): Promise<string | null>
  /** The policies that an account keeps, by name; not those that are built in. */
  list(accountId: string): Promise<ManagedPolicy[]>
  /** What the users, groups and roles of an account have. */
  listHeld(accountId: string): Promise<HeldPolicies>
  /** Whether anybody has the policy. */
  isAttached(arn: string): Promise<boolean>
}

export interface PolicyWrites extends PolicyReads {
  /** Adds a policy of an account; false when it has one of this name. */
  insert(policy: ManagedPolicy & { accountId: string; name: string; at: string }): Promise<boolean>
  delete(arn: string): Promise<void>
  /** Does nothing when it is attached. The policy may be one that is built in. */
  attach(holder: PolicyHolder, arn: string): Promise<void>
  /** False when it was not attached. */
  detach(holder: PolicyHolder, arn: string): Promise<boolean>
  /** Writes a policy of the holder's own, in place of one of the same name. */
  putInline(holder: PolicyHolder, policy: { name: string; document: string }): Promise<void>
  /** False when the holder had none of this name. */
  deleteInline(holder: PolicyHolder, name: string): Promise<boolean>
}

export interface AccessKeyReads {
  /** The access key with this id, expired and inactive ones included; null when there is none. */
  get(accessKeyId: string): Promise<AccessKey | null>
  /** The keys of an account, or of one of its users, the oldest first. */
  list(accountId: string, userName?: string): Promise<ListedAccessKey[]>
  /** Up to `limit` keys behind the one with the id `after`, each with its sealed secret. */
  listSealed(after: string, limit: number): Promise<{ accessKeyId: string; secretSealed: Uint8Array }[]>
  /** How many keys a user has that do not expire. */
  countOfUser(userId: string): Promise<number>
}

export interface AccessKeyWrites extends AccessKeyReads {
  insert(key: NewAccessKey): Promise<void>
  /** Exchanges the sealed secret for the same one, sealed anew; nothing where it is another one meanwhile. */
  reseal(key: { accessKeyId: string; from: Uint8Array; to: Uint8Array }): Promise<void>
  /** False when there is no such key. */
  setStatus(accessKeyId: string, status: 'Active' | 'Inactive'): Promise<boolean>
  /** Makes every token of the key one of an earlier generation; false when there is no such key. */
  revokeTokens(accessKeyId: string): Promise<boolean>
  /** False when there is no such key. */
  delete(accessKeyId: string): Promise<boolean>
  /** Deletes keys that ended before this time. */
  deleteExpired(before: string): Promise<void>
  /** Deletes the keys of an account that expire at all. */
  deleteTemporary(accountId: string): Promise<void>
  /** Deletes all keys of one user, and all those of the gallery. */
  deleteOfUserAndGallery(userId: string | null): Promise<void>
}

export interface RevokedTokenReads {
  has(tokenId: string): Promise<boolean>
}

export interface RevokedTokenWrites extends RevokedTokenReads {
  /** Takes one login back, which would end at `expiresAt`, and forgets those that have ended by `now`. */
  add(token: { tokenId: string; expiresAt: string }, now: string): Promise<void>
}
