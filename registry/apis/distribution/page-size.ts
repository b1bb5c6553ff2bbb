/** The parameter `n` of lists: how many a page has at most (distribution specification 1.1.1, "Listing Tags"). */
import { OciError } from './oci-error.ts'

/**
 * @param usual where the request does not say
 * @throws {OciError} PAGINATION_NUMBER_INVALID
 */
export function readPageSize(parameters: URLSearchParams, usual: number, most: number): number {
  const text = parameters.get('n')
  if (text === null) return usual
  if (!/^\d{1,15}$/.test(text)) throw new OciError('PAGINATION_NUMBER_INVALID')
  return Math.min(Number(text), most)
}
