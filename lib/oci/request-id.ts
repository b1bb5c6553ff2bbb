/**
 * The id that one request has in the logs of the gallery, of the registry and of whatever stands before them (`X-Request-Id`). A given
 * id is kept when it is well-formed, so that a proxy's own finds the lines of both programs.
 */

/** In lower case, as Node has the names of headers. */
export const REQUEST_ID_HEADER = 'x-request-id'

const wellFormed = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

/**
 * @param given the header as it came; several of them are one text with commas, which is not well-formed
 * @param newId makes one where none was given that can be kept
 */
export function toRequestId(given: string | string[] | undefined, newId: () => string): string {
  return typeof given === 'string' && wellFormed.test(given) ? given : newId()
}
