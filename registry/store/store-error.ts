/** The store cannot be used; the message says why and what to do, in words for an operator. */
export class StoreError extends Error {
  override name = 'StoreError'
}
