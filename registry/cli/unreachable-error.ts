/** Neither a running program nor the store could be asked; the message says why and what to do. */
export class UnreachableError extends Error {
  override name = 'UnreachableError'
}
