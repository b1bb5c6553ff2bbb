/** Memory of what came over the wire and is written down. */

/**
 * Gives the memory of a chunk back at once. Chunks come much faster than garbage is collected: a large layer would
 * take some 70 MB more.
 */
export function freeMemory({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
