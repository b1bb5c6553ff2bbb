/** The verbs of the store over a connection, or over a transaction, of Kysely's. */
import type { Kysely } from 'kysely'
import type { Reads, Writes } from '../verbs.ts'
import { createAccessKeyVerbs } from './access-keys.ts'
import { createAccountVerbs } from './accounts.ts'
import { createAliasVerbs } from './aliases.ts'
import { createAuditVerbs } from './audit.ts'
import { createBatchVerbs } from './batches.ts'
import { createBlobVerbs } from './blobs.ts'
import { createCatalogDataVerbs } from './catalog-data.ts'
import { createChangeVerbs } from './changes.ts'
import type { DialectWords } from './dialect-words.ts'
import { createGroupVerbs } from './groups.ts'
import { createImageVerbs } from './images.ts'
import { createLogoVerbs } from './logos.ts'
import { createManifestVerbs } from './manifests.ts'
import { createObjectVerbs } from './objects.ts'
import { createPolicyVerbs } from './policies.ts'
import { createPullVerbs } from './pulls.ts'
import { createQuotaVerbs } from './quotas.ts'
import { createReferenceVerbs } from './references.ts'
import { createRepositoryVerbs } from './repositories.ts'
import { createRepositoryPolicyVerbs } from './repository-policies.ts'
import { createResourceTagVerbs } from './resource-tags.ts'
import { createRevokedTokenVerbs } from './revoked-tokens.ts'
import { createRoleVerbs } from './roles.ts'
import type { Database } from './schema.ts'
import { createSettingVerbs } from './settings.ts'
import { createTagVerbs } from './tags.ts'
import { createTransferVerbs } from './transfers.ts'
import { createUploadVerbs } from './uploads.ts'
import { createUsageVerbs } from './usage.ts'
import { createUserVerbs } from './users.ts'

const database = Symbol('database')

type Create<Noun> = (db: Kysely<Database>, words: DialectWords) => Noun

const nouns: { [Noun in keyof Writes]: Create<Writes[Noun]> } = {
  accounts: createAccountVerbs,
  aliases: createAliasVerbs,
  users: createUserVerbs,
  groups: createGroupVerbs,
  roles: createRoleVerbs,
  policies: createPolicyVerbs,
  accessKeys: createAccessKeyVerbs,
  revokedTokens: createRevokedTokenVerbs,
  quotas: createQuotaVerbs,
  transfers: createTransferVerbs,
  batches: createBatchVerbs,
  repositories: createRepositoryVerbs,
  repositoryPolicies: createRepositoryPolicyVerbs,
  resourceTags: createResourceTagVerbs,
  catalogData: createCatalogDataVerbs,
  logos: createLogoVerbs,
  images: createImageVerbs,
  manifests: createManifestVerbs,
  references: createReferenceVerbs,
  tags: createTagVerbs,
  blobs: createBlobVerbs,
  objects: createObjectVerbs,
  uploads: createUploadVerbs,
  pulls: createPullVerbs,
  changes: createChangeVerbs,
  audit: createAuditVerbs,
  settings: createSettingVerbs,
  usage: createUsageVerbs,
}

/** For a store, which has them all for as long as it is open. */
export function createVerbs(db: Kysely<Database>, words: DialectWords): Writes {
  const made = Object.entries(nouns).map(([noun, create]) => [noun, create(db, words)])
  return { ...(Object.fromEntries(made) as Writes), ...{ [database]: db } }
}

/** For a transaction, which needs a few of them: each noun is made when it is first asked for. */
export function createVerbsOnDemand(db: Kysely<Database>, words: DialectWords): Writes {
  return new VerbsOnDemand(db, words) as unknown as Writes
}

class VerbsOnDemand {
  readonly [database]: Kysely<Database>
  readonly #words: DialectWords
  readonly #made = new Map<Create<unknown>, unknown>()

  constructor(db: Kysely<Database>, words: DialectWords) {
    this[database] = db
    this.#words = words
  }

  once(create: Create<unknown>): unknown {
    const known = this.#made.get(create)
    if (known !== undefined) return known
    const made = create(this[database], this.#words)
    this.#made.set(create, made)
    return made
  }
}

for (const [noun, create] of Object.entries(nouns)) {
  Object.defineProperty(VerbsOnDemand.prototype, noun, {
    get(this: VerbsOnDemand) {
      return this.once(create)
    },
  })
}

/** The tables behind the verbs: for tests, and for those that look at the store from outside. */
export function databaseOf(verbs: Reads): Kysely<Database> {
  if (database in verbs) return verbs[database] as Kysely<Database>
  throw new Error('These verbs are of another store.')
}
