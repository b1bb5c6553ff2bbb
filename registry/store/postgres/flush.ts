/**
 * Makes commits durable without holding up the turns of other writers: a transaction that is committed is only written (`synchronous_commit`
 * is off for it), and a commit that waits for the disk follows, one for all who came before it began. The log is flushed in order, so
 * that everything before is on the disk then, and on the standby that the database waits for where it has one.
 */

/**
 * @param flush commits something that waits for the disk
 * @returns a function that returns once everything that was committed before its call is on the disk
 */
export function createFlush(flush: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const runNext = async () => {
    await running?.catch(() => {})
    running = next
    next = null
    try {
      await flush()
    } finally {
      if (next === null) running = null
    }
  }
  return () => {
    next ??= runNext()
    return next
  }
}

/** Writes to the log, and so is a commit that waits for it, whatever its connection does otherwise; an empty transaction would not be one. */
export const flushStatement = `SELECT set_config('synchronous_commit', 'on', true), pg_logical_emit_message(true, 'public-gallery', '')`
