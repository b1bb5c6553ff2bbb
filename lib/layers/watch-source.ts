/** The bytes of a layer on their way in: how many there were, whether their source failed, and the first of them before the rest. */

/** Counts the bytes of a source, and remembers whether it was the source that failed. */
export function watchSource(source: AsyncIterable<Uint8Array>) {
  let count = 0
  let failure: { error: unknown } | null = null
  return {
    count: () => count,
    failure: () => failure,
    async *chunks() {
      const iterator = source[Symbol.asyncIterator]()
      try {
        for (;;) {
          const { done, value } = await iterator.next().catch((error: unknown) => {
            failure = { error }
            throw error
          })
          if (done) return
          count += value.length
          yield value
        }
      } finally {
        if (failure === null) await iterator.return?.()
      }
    },
  }
}

/** The first four bytes at least, where there are so many. */
export async function takeHead(chunks: AsyncGenerator<Uint8Array>) {
  let head = Buffer.alloc(0)
  while (head.length < 4) {
    const { done, value } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return { head, rest: chunks }
}

/** All of it again. */
export async function* joinHead(head: Buffer, rest: AsyncGenerator<Uint8Array>) {
  if (head.length > 0) yield head
  yield* rest
}
