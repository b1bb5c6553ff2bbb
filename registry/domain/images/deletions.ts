/** Deletions of blobs' files, which can be held off: what a copy of the metadata names has to be there until it is copied too. */

export interface Deletions {
  /** Runs the deletion, unless deletions are held off. */
  run(work: () => Promise<void>): Promise<void>
  /** Waits for those that are running; none runs then until the returned function is called. */
  hold(): Promise<() => void>
}

export function createDeletions(): Deletions {
  const running = new Set<Promise<void>>()
  let holders = 0
  return {
    async run(work) {
      if (holders > 0) return
      const deletion = work()
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
      let isHeld = true
      return () => {
        if (isHeld) holders -= 1
        isHeld = false
      }
    },
  }
}
