'use client'

import { useSyncExternalStore } from 'react'
import { type PullClient, type PullGroup, toPullClient, toPullGroup } from '#lib/commands/pull-client.ts'
import type { ArtifactKind } from '#lib/oci/artifact-kind.ts'

const listeners = new Set<() => void>()

/**
 * The client that a visitor chose last on any page for this kind of thing; until then, and on the server, the first one
 * that can pull it; null where none can.
 */
export function usePullClient(
  kind: ArtifactKind = 'image',
): [PullClient | null, (client: PullClient) => void] {
  const client = useSyncExternalStore<PullClient | null>(
    subscribe,
    () => readClient(kind),
    () => toPullClient(null, kind),
  )
  return [client, (chosen) => writeClient(toPullGroup(kind), chosen)]
}

const chosen = new Map<PullGroup, PullClient>()

function readClient(kind: ArtifactKind): PullClient | null {
  const group = toPullGroup(kind)
  const known = chosen.get(group)
  if (known !== undefined) return known
  try {
    return toPullClient(localStorage.getItem(toStorageKey(group)), kind)
  } catch {
    return toPullClient(null, kind)
  }
}

function writeClient(group: PullGroup, client: PullClient): void {
  // Kept here too, for browsers that refuse storage.
  chosen.set(group, client)
  try {
    localStorage.setItem(toStorageKey(group), client)
  } catch {
    // The choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

/** What is chosen for images says nothing about charts. */
function toStorageKey(group: PullGroup): string {
  return group === 'image' ? 'pull-client' : `pull-client-${group}`
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
