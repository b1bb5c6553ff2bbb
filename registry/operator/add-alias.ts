/**
 * Gives a registry a custom alias. On AWS these are asked for in the console and granted by hand; the API can
 * only read them.
 */
import { isRegistryAlias } from '#lib/oci/repository-name.ts'
import type { Service } from '#registry/service.ts'
import { recordChange } from '#registry/store/change/record-change.ts'
import { OperatorError } from './operator-error.ts'
import { requireAccount } from './require-account.ts'

/** First parts of the addresses of the gallery's own pages and files, and of the protocols. */
const reservedNames = new Set([
  ...['api', 'docs', 'gallery', 'healthz', 'logo', 'publishers', 'search', 'status', 'tab', 'token', 'v2'],
  ...['apple-icon.png', 'favicon.ico', 'icon.svg', 'manifest.webmanifest', 'opengraph-image', 'robots.txt'],
  ...['openapi.json', 'opensearch.xml', 'sitemap.xml'],
])

/**
 * Adds an active alias; those that the registry has stay good.
 * @param alias.primary makes it the one that the gallery links to; the registry's first alias always is
 * @throws {OperatorError} when the name is taken, reserved or malformed, or there is no such account
 */
export async function addAlias(
  service: Service,
  alias: { accountId: string; name: string; primary?: boolean },
): Promise<void> {
  const { accountId, name } = alias
  checkName(name)
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    const taken = await tx.selectFrom('alias').select('name').where('name', '=', name).executeTakeFirst()
    if (taken !== undefined) throw new OperatorError(`The alias '${name}' is taken.`)
    const primary = await tx
      .selectFrom('alias')
      .select('name')
      .where('account_id', '=', accountId)
      .where('is_primary', '=', 1)
      .executeTakeFirst()
    const isPrimary = alias.primary === true || primary === undefined
    if (isPrimary) {
      await tx.updateTable('alias').set({ is_primary: 0 }).where('account_id', '=', accountId).execute()
    }
    await tx
      .insertInto('alias')
      .values({
        name,
        account_id: accountId,
        status: 'ACTIVE',
        is_primary: isPrimary ? 1 : 0,
        is_default: 0,
        created_at: at,
      })
      .execute()
    await recordChange(tx, { accountId, repositoryName: null, at })
  })
}

function checkName(name: string): void {
  if (!isRegistryAlias(name)) {
    throw new OperatorError(
      `'${name}' cannot be an alias. An alias has 2 to 50 characters, begins with a letter and consists of a-z, 0-9 and single '.', '_' or '-' between them.`,
    )
  }
  if (reservedNames.has(name)) {
    throw new OperatorError(`'${name}' cannot be an alias: the gallery uses that address itself.`)
  }
}
