/** What an address may mean that names no repository here: names have no capitals, and people paste whole references. */

import type { RouteNames } from '#lib/addresses/read-route-names.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { listAliasesOfHosts, listImageHostNames } from './get-image-hosts.ts'

export interface MeantRepository extends RouteNames {
  /** The address can mean nothing else: its host is one under which images are pulled here. */
  isSure: boolean
}

/**
 * Looks for the names in small letters, and behind a host; null where there is no such repository either. An address never means itself:
 * a repository that has come since the page looked for it is there for the next visitor.
 */
export function findMeantRepository({ alias, repositoryName }: RouteNames): MeantRepository | null {
  const names = `${alias}/${repositoryName}`.toLowerCase()
  const behindHost = names.slice(alias.length + 1)
  const isOwnHost = listImageHostNames().includes(alias.toLowerCase())
  const isSame = names === `${alias}/${repositoryName}`
  return (
    (isSame ? null : findExact(names, true)) ??
    findOfHost(alias.toLowerCase(), behindHost) ??
    (/[.:]|^localhost$/i.test(alias) ? findExact(behindHost, isOwnHost) : null)
  )
}

/** References of some registries have no alias. */
function findOfHost(host: string, name: string): MeantRepository | null {
  const aliases = listAliasesOfHosts().get(host) ?? []
  return aliases.map((alias) => findExact(`${alias}/${name}`, true)).find((found) => found !== null) ?? null
}

function findExact(names: string, isSure: boolean): MeantRepository | null {
  const slash = names.indexOf('/')
  const [alias, repositoryName] = [names.slice(0, slash), names.slice(slash + 1)]
  const found = slash < 0 ? null : getCatalog().findRepository(alias, repositoryName)
  return found && { alias, repositoryName, isSure }
}
