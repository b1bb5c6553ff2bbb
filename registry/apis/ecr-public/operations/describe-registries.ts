/** DescribeRegistries: the caller's own registry, or every registry for the `gallery` role. */
import type { Config } from '#lib/config/config.ts'
import type { Account, Alias } from '#registry/store/entities.ts'
import { toRegistryArn } from '#registry/wire/aws-json/arn.ts'
import { pageRequest, structure } from '#registry/wire/aws-json/shapes.ts'
import { listPage } from '../list-page.ts'
import { defineOperation } from '../operation.ts'
import { ownRegistry } from '../resource.ts'

export const describeRegistries = defineOperation({
  name: 'DescribeRegistries',
  access: 'read',
  verbs: ['accounts', 'aliases'],
  parts: ['config', 'keys'],
  input: structure(pageRequest),
  resource: ownRegistry,
  async run({ service, db, principal }, input) {
    const only = principal.kind === 'gallery' ? null : principal.accountId
    const page = await listPage(service.keys, input, {
      scope: { operation: 'DescribeRegistries', registryId: only ?? '*' },
      fetch: (after, limit) => db.accounts.list({ only, after: after?.[0] ?? null, limit }),
      toCursor: (account) => [account.accountId],
    })
    const aliases = await db.aliases.list(page.rows.map(({ accountId }) => accountId))
    const aliasesOf = Map.groupBy(aliases, ({ accountId }) => accountId)
    return {
      registries: page.rows.map((account) =>
        toRegistryOutput(service.config, account, aliasesOf.get(account.accountId) ?? []),
      ),
      nextToken: page.nextToken,
    }
  },
})

function toRegistryOutput(config: Config, account: Account, aliases: Alias[]): object {
  const active = aliases.find(({ status }) => status === 'ACTIVE')
  return {
    registryId: account.accountId,
    registryArn: toRegistryArn(account.accountId),
    // A registry has no address before its first repository gives it an alias.
    registryUri: active === undefined ? '' : `${config.registryHost}/${active.name}`,
    verified: account.verified,
    aliases: aliases.map((alias) => ({
      name: alias.name,
      status: alias.status,
      primaryRegistryAlias: alias.primary,
      defaultRegistryAlias: alias.default,
    })),
  }
}
