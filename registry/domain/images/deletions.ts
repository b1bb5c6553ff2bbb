/** Deletions of blobs' files by all processes, which can be held off: what a copy of the metadata names has to be there until it is copied too. */
import { type Hold, noPeers, type Peers } from '#registry/store/metadata.ts'

export interface Deletions {
  /** Runs the deletion, unless deletions are held off. */
  run(work: () => Promise<void>): Promise<void>
  /** Waits for those that are running; none runs then while it is held. */
  hold(): Promise<Hold>
}

const key = 'deletions'

/** @param peers of the store, where others delete too */
export function createDeletions(peers: Pick<Peers, 'hold' | 'beside'> = noPeers): Deletions {
  const running = new Set<Promise<unknown>>()
  let holders = 0
  return {
    async run(work) {
      if (holders > 0) return
      const deletion = peers.beside(key, work)
      running.add(deletion)
      try {
        await deletion
      } finally {
        running.delete(deletion)
      }
    },
    async hold() {
      holders += 1
      await Promise.allSettled(running)
      const hold = await peers.hold(key).catch((error: unknown) => {
        holders -= 1
        throw error
      })
      let isReleased = false
      return {
        isHeld: () => !isReleased && hold.isHeld(),
        release() {
          if (!isReleased) holders -= 1
          isReleased = true
          hold.release()
        },
      }
    },
  }
}
