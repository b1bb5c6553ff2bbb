'use client'

/**
 * What a visitor chose in the pull panel of a repository, kept in the address, so that it survives a change of tab, a reload and
 * a link: `pull=` is the tag, `platform=` the platform's key, `by=` the form of the reference. Not `useSearchParams`: the page is
 * rendered once for everyone, with what is offered first.
 */
import type { Route } from 'next'
import { useSyncExternalStore } from 'react'
import { addQuery } from '#lib/addresses/routes.ts'
import { listenToAddress, noteAddressChanged } from '../ui/address-listeners.ts'

export interface PullAddress {
  tag: string | null
  platform: string | null
  form: string | null
}

const parameters = { tag: 'pull', platform: 'platform', form: 'by' } as const
const members = ['tag', 'platform', 'form'] as const

/** The choice that the address states, and a function that changes a part of it without a new entry in the history. */
export function usePullAddress(): [PullAddress, (change: Partial<PullAddress>) => void] {
  return [toAddress(useChoiceQuery()), writeAddress]
}

/** The same page's other address with the choice of this one, such as a tab's. */
export function usePullPath(): (path: Route) => Route {
  const query = useChoiceQuery()
  return (path) => addChoice(path, query)
}

function useChoiceQuery(): string {
  return useSyncExternalStore(
    listenToAddress,
    () => toChoiceQuery(window.location.search),
    () => '',
  )
}

/** A path of the same repository with what stands chosen in the address now. */
export function keepPullChoice(path: Route): Route {
  return addChoice(path, toChoiceQuery(window.location.search))
}

function addChoice(path: Route, query: string): Route {
  if (query === '') return path
  return addQuery(path, query) as Route
}

/** The parameters of the choice alone, in one order. */
function toChoiceQuery(search: string): string {
  const params = new URLSearchParams(search)
  const chosen = new URLSearchParams()
  for (const member of members) {
    const value = params.get(parameters[member])
    if (value) chosen.set(parameters[member], value)
  }
  return toReadable(chosen)
}

function toAddress(query: string): PullAddress {
  const params = new URLSearchParams(query)
  const read = (member: keyof PullAddress) => params.get(parameters[member])
  return { tag: read('tag'), platform: read('platform'), form: read('form') }
}

function writeAddress(change: Partial<PullAddress>): void {
  const params = new URLSearchParams(window.location.search)
  for (const member of members) {
    const value = change[member]
    if (value) params.set(parameters[member], value)
    else if (value === null) params.delete(parameters[member])
  }
  const { pathname, hash } = window.location
  const query = toReadable(params)
  window.history.replaceState(null, '', `${pathname}${query === '' ? '' : `?${query}`}${hash}`)
  noteAddressChanged()
}

/** Colons and slashes may stand in a query as they are, and are easier to read. */
function toReadable(params: URLSearchParams): string {
  return params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
}
