'use client'

import { useSyncExternalStore } from 'react'
import { PULL_CLIENTS, type PullClient } from '#lib/oci/pull-command.ts'

const storageKey = 'pull-client'
const listeners = new Set<() => void>()

/** The client a visitor chose last, on any page; docker until then, and on the server. */
export function usePullClient(): [PullClient, (client: PullClient) => void] {
  const client = useSyncExternalStore<PullClient>(subscribe, readClient, () => 'docker')
  return [client, writeClient]
}

/** The client with this name; docker for any other. */
export function toPullClient(name: string | null): PullClient {
  return PULL_CLIENTS.find((client) => client === name) ?? 'docker'
}

let chosen: PullClient | null = null

function readClient(): PullClient {
  if (chosen !== null) return chosen
  try {
    return toPullClient(localStorage.getItem(storageKey))
  } catch {
    return 'docker'
  }
}

function writeClient(client: PullClient): void {
  // Kept here too, for browsers that refuse storage.
  chosen = client
  try {
    localStorage.setItem(storageKey, client)
  } catch {
    // The choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  const readAgain = () => {
    chosen = null
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', readAgain)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', readAgain)
  }
}
