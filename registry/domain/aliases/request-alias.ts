/** A publisher asks for a custom alias. On AWS that is done in the console, and the API shows the status only. */

import type { Alias } from '#registry/store/entities.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { AliasError } from './alias-error.ts'
import { checkWantedName } from './check-alias-name.ts'
import { requireAlias } from './require-alias.ts'

/** So that nobody can have names put aside in bulk; the operator may give more. */
const maxPending = 5
const maxCustom = 20

/**
 * Notes the request as `PENDING`; asking again for what is pending or active changes nothing, for what was refused it
 * is a new request. A registry without any alias gets its default one now, as the original does.
 * @param wanted.at ISO 8601
 * @throws {AliasError} when the name cannot be had, or too many are asked for
 */
export async function requestAlias(
  tx: Pick<Writes, 'aliases'>,
  wanted: { accountId: string; name: string; at: string },
): Promise<Alias> {
  const { accountId, name, at } = wanted
  await checkWantedName(tx, wanted)
  const own = await tx.aliases.list([accountId])
  const known = own.find((alias) => alias.name === name)
  if (known === undefined || known.status === 'REJECTED') {
    checkNumber(own)
    await tx.aliases.put({ accountId, name, status: 'PENDING', at })
  }
  await tx.aliases.ensureDefault({ accountId, at })
  return requireAlias(tx, wanted)
}

function checkNumber(own: readonly Alias[]): void {
  const custom = own.filter((alias) => !alias.default && alias.status !== 'REJECTED')
  const pending = custom.filter(({ status }) => status === 'PENDING')
  if (pending.length >= maxPending) {
    throw new AliasError(
      'limit',
      `${maxPending} aliases are waiting to be decided; a registry may ask for no more.`,
    )
  }
  if (custom.length >= maxCustom) {
    throw new AliasError('limit', `The registry has ${maxCustom} custom aliases; it may ask for no more.`)
  }
}
