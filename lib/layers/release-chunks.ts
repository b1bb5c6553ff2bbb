/**
 * Gives the memory of chunks back as soon as they are read. The collector of garbage counts it among the bytes of the heap: if it were left to
 * find the chunks of a large layer itself, it would mark the heap again and again, for half of the processor's time that reading one takes.
 */

/**
 * A function that is told each chunk after it was read. A buffer goes when a chunk of another one has come: until then, whoever fills it may
 * have more to put there. Only for chunks that nobody else has.
 */
export function createRelease(): (chunk: Uint8Array) => void {
  let last: ArrayBufferLike | null = null
  return ({ buffer }) => {
    if (last instanceof ArrayBuffer && last !== buffer) last.transfer(0)
    last = buffer
  }
}
