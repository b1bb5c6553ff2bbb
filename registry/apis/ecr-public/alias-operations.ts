/**
 * What a publisher does with the aliases of the own registry. ECR Public has no operations for it, only its console, so these
 * are ours: requests signed as those to the API, with addresses instead of an `X-Amz-Target`, and actions that a test keeps
 * apart from AWS's. The forms are described in docs/aliases.md.
 */
import { releaseAlias } from '#registry/domain/aliases/release-alias.ts'
import { requestAlias } from '#registry/domain/aliases/request-alias.ts'
import { setPrimaryAlias } from '#registry/domain/aliases/set-primary-alias.ts'
import type { Alias } from '#registry/store/entities.ts'
import { structure, text } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation, type Operation } from './operation.ts'
import { ownRegistry } from './resource.ts'

/** Any text: what is wrong with a name is told in words that help. */
const named = structure({ name: text({ min: 1, max: 256 }) })

const listRegistryAliases = defineOperation({
  name: 'ListRegistryAliases',
  access: 'read',
  verbs: ['aliases'],
  input: structure({}),
  resource: ownRegistry,
  async run({ db, registryId }) {
    return { aliases: (await db.aliases.list([registryId])).map(toAliasOutput) }
  },
})

const requestRegistryAlias = defineOperation({
  name: 'RequestRegistryAlias',
  access: 'write',
  verbs: ['aliases'],
  input: named,
  resource: ownRegistry,
  async run({ db, registryId, now }, { name }) {
    const alias = await requestAlias(db, { accountId: registryId, name, at: now })
    return { alias: toAliasOutput(alias) }
  },
  // A first request gives the registry its default alias.
  changes: () => null,
})

const setPrimaryRegistryAlias = defineOperation({
  name: 'SetPrimaryRegistryAlias',
  access: 'write',
  verbs: ['aliases'],
  input: named,
  resource: ownRegistry,
  async run({ db, registryId }, { name }) {
    return { alias: toAliasOutput(await setPrimaryAlias(db, { accountId: registryId, name })) }
  },
  changes: () => null,
})

const releaseRegistryAlias = defineOperation({
  name: 'ReleaseRegistryAlias',
  access: 'write',
  verbs: ['aliases'],
  input: named,
  resource: ownRegistry,
  async run({ db, registryId, now }, { name }) {
    return { alias: toAliasOutput(await releaseAlias(db, { accountId: registryId, name, at: now })) }
  },
  changes: () => null,
})

/** The addresses of these operations. */
export const aliasRoutes: readonly { method: 'GET' | 'POST'; path: string; operation: Operation }[] = [
  { method: 'GET', path: '/registry/aliases', operation: listRegistryAliases },
  { method: 'POST', path: '/registry/aliases', operation: requestRegistryAlias },
  { method: 'POST', path: '/registry/aliases/primary', operation: setPrimaryRegistryAlias },
  { method: 'POST', path: '/registry/aliases/release', operation: releaseRegistryAlias },
]

function toAliasOutput(alias: Alias): object {
  return {
    name: alias.name,
    status: alias.status,
    primaryRegistryAlias: alias.primary,
    defaultRegistryAlias: alias.default,
    requestedAt: alias.requestedAt,
    ...(alias.decidedAt !== null && { decidedAt: alias.decidedAt }),
    ...(alias.reason !== null && { reason: alias.reason }),
  }
}
