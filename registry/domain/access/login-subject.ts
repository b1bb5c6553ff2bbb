/**
 * What a token says of whom it was given to. It grants nothing by itself: at each use the key is looked up, and has to be
 * active, of the same principal and of the same generation.
 */
import { z } from 'zod'
import type { Identity } from './find-identity.ts'

export const loginSubjectSchema = z.object({
  /** Of the login; tokens of `/token/` carry on that of the login that they were given for. */
  tokenId: z.string(),
  accountId: z.string(),
  principalId: z.string(),
  accessKeyId: z.string(),
  /** Counted up when the tokens of a key, a user or a role are revoked. */
  generation: z.string(),
  /** When the login ends, in seconds since 1970: no token of it lasts longer. */
  endsAtSeconds: z.number(),
})
export type LoginSubject = z.infer<typeof loginSubjectSchema>

/** What the tokens of a new login say of its holder. */
export function toLoginSubject(
  { key, principal }: Identity,
  tokenId: string,
  endsAtSeconds: number,
): LoginSubject {
  const { accountId, principalId, accessKeyId } = principal
  return { tokenId, accountId, principalId, accessKeyId, generation: key.tokenGeneration, endsAtSeconds }
}
