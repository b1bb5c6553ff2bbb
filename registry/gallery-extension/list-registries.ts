/**
 * `GET /gallery/registries`: every registry with its display name, which the ECR Public API tells only to its owner, and its
 * description and website, which that API does not have. Public, because the gallery's pages show all of it; with
 * `SHOW_UNVERIFIED_NAMES=0` they show it of verified publishers only.
 */
import { type HttpAnswer, toJsonAnswer } from '#registry/http/answer.ts'
import type { Service } from '#registry/service.ts'

export async function listRegistries(service: Service): Promise<HttpAnswer> {
  const showsAll = service.config.showUnverifiedNames
  const { db, storeId } = service.store
  const accounts = await db
    .selectFrom('account')
    .select(['account_id', 'display_name', 'description', 'website', 'verified'])
    .orderBy('account_id')
    .execute()
  const aliases = await db
    .selectFrom('alias')
    .select(['account_id', 'name'])
    .where('status', '=', 'ACTIVE')
    .orderBy('is_primary', 'desc')
    .orderBy('name')
    .execute()
  const namesByAccount = Map.groupBy(aliases, (alias) => alias.account_id)
  return toJsonAnswer(200, {
    storeId,
    registries: accounts.map((account) => {
      const isShown = account.verified === 1 || showsAll
      return {
        registryId: account.account_id,
        displayName: isShown ? account.display_name : '',
        description: (isShown && account.description) || null,
        website: (isShown && account.website) || null,
        verified: account.verified === 1,
        aliases: (namesByAccount.get(account.account_id) ?? []).map((alias) => alias.name),
      }
    }),
  })
}
