/**
 * `GET /gallery/registries`: every registry with its display name, which the ECR Public API tells only to its owner, and its
 * description and website, which that API does not have. Public, because the gallery's pages show all of it; with
 * `SHOW_UNVERIFIED_NAMES=0` they show it of verified publishers only.
 */

import type { Config } from '#lib/config/config.ts'
import type { Store } from '#registry/store/open-store.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

export async function listRegistries(service: {
  config: Config
  store: Pick<Store, 'accounts' | 'aliases' | 'storeId'>
}): Promise<HttpAnswer> {
  const showsAll = service.config.showUnverifiedNames
  const { store } = service
  const accounts = await store.accounts.list({ only: null, after: null, limit: null })
  const namesByAccount = Map.groupBy(await store.aliases.listActive(), (alias) => alias.accountId)
  return toJsonAnswer(200, {
    storeId: store.storeId,
    registries: accounts.map((account) => {
      const isShown = account.verified || showsAll
      return {
        registryId: account.accountId,
        displayName: isShown ? account.displayName : '',
        description: (isShown && account.description) || null,
        website: (isShown && account.website) || null,
        verified: account.verified,
        aliases: (namesByAccount.get(account.accountId) ?? []).map((alias) => alias.name),
      }
    }),
  })
}
