/**
 * How a handler says what it needs: parts of the service, and verbs of the store, each by its name. The whole service is
 * put together in `service.ts` and known to the programs alone.
 */
import type { Service } from '#registry/service.ts'
import type { Store } from '#registry/store/open-store.ts'

export type PartName = Exclude<keyof Service, 'store'>

/** Parts of the service, but for the store. */
export type Parts<Name extends PartName> = Pick<Service, Name>

/** The store, of which these verbs are used. */
export interface Verbs<Name extends keyof Store> {
  store: Pick<Store, Name>
}

/** The members of these names, and no other: what is not named is not there either when the program runs. */
export function pick<Whole extends object, Name extends keyof Whole>(
  whole: Whole,
  names: readonly Name[],
): Pick<Whole, Name> {
  return Object.fromEntries(names.map((name) => [name, whole[name]])) as Pick<Whole, Name>
}
