'use client'

import { useSyncExternalStore } from 'react'
import { type PullClient, type PulledKind, toPullClient } from '#lib/oci/pull-client.ts'

const listeners = new Set<() => void>()

/**
 * The client that a visitor chose last on any page for this kind of thing; until then, and on the server, the first one
 * that can pull it.
 */
export function usePullClient(kind: PulledKind = 'image'): [PullClient, (client: PullClient) => void] {
  const client = useSyncExternalStore<PullClient>(
    subscribe,
    () => readClient(kind),
    () => toPullClient(null, kind),
  )
  return [client, (chosen) => writeClient(kind, chosen)]
}

const chosen = new Map<PulledKind, PullClient>()

function readClient(kind: PulledKind): PullClient {
  const known = chosen.get(kind)
  if (known !== undefined) return known
  try {
    return toPullClient(localStorage.getItem(toStorageKey(kind)), kind)
  } catch {
    return toPullClient(null, kind)
  }
}

function writeClient(kind: PulledKind, client: PullClient): void {
  // The room that was kept for the former choice.
  delete document.documentElement.dataset.pullClient
  // Kept here too, for browsers that refuse storage.
  chosen.set(kind, client)
  try {
    localStorage.setItem(toStorageKey(kind), client)
  } catch {
    // The choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

/** What is chosen for images says nothing about charts. The script before the first paint knows the first name. */
function toStorageKey(kind: PulledKind): string {
  return kind === 'image' ? 'pull-client' : `pull-client-${kind}`
}

function subscribe(listener: () => void): () => void {
  const readAgain = () => {
    chosen.clear()
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', readAgain)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', readAgain)
  }
}
