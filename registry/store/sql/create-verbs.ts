/** The verbs of the store over a connection, or over a transaction, of Kysely's. */
import type { Kysely } from 'kysely'
import type { Reads, Writes } from '../verbs.ts'
import { createAccessKeyVerbs } from './access-keys.ts'
import { createAccountVerbs } from './accounts.ts'
import { createAliasVerbs } from './aliases.ts'
import { createAuditVerbs } from './audit.ts'
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

/** Each noun is made when it is first asked for: a transaction needs a few of them. */
export function createVerbs(db: Kysely<Database>, words: DialectWords): Writes {
  const verbs: Writes & { [database]: Kysely<Database> } = {
    [database]: db,
    get accounts() {
      return createAccountVerbs(db)
    },
    get aliases() {
      return createAliasVerbs(db)
    },
    get users() {
      return createUserVerbs(db, words)
    },
    get groups() {
      return createGroupVerbs(db, words)
    },
    get roles() {
      return createRoleVerbs(db, words)
    },
    get policies() {
      return createPolicyVerbs(db, words)
    },
    get accessKeys() {
      return createAccessKeyVerbs(db, words)
    },
    get revokedTokens() {
      return createRevokedTokenVerbs(db)
    },
    get quotas() {
      return createQuotaVerbs(db, words)
    },
    get transfers() {
      return createTransferVerbs(db, words)
    },
    get repositories() {
      return createRepositoryVerbs(db, words)
    },
    get repositoryPolicies() {
      return createRepositoryPolicyVerbs(db)
    },
    get resourceTags() {
      return createResourceTagVerbs(db)
    },
    get catalogData() {
      return createCatalogDataVerbs(db)
    },
    get logos() {
      return createLogoVerbs(db)
    },
    get images() {
      return createImageVerbs(db, words)
    },
    get manifests() {
      return createManifestVerbs(db)
    },
    get references() {
      return createReferenceVerbs(db, words)
    },
    get tags() {
      return createTagVerbs(db, words)
    },
    get blobs() {
      return createBlobVerbs(db)
    },
    get objects() {
      return createObjectVerbs(db)
    },
    get uploads() {
      return createUploadVerbs(db)
    },
    get pulls() {
      return createPullVerbs(db, words)
    },
    get changes() {
      return createChangeVerbs(db)
    },
    get audit() {
      return createAuditVerbs(db, words)
    },
    get settings() {
      return createSettingVerbs(db)
    },
    get usage() {
      return createUsageVerbs(db)
    },
  }
  return verbs
}

/** The tables behind the verbs: for tests, and for those that look at the store from outside. */
export function databaseOf(verbs: Reads): Kysely<Database> {
  if (database in verbs) return verbs[database] as Kysely<Database>
  throw new Error('These verbs are of another store.')
}
