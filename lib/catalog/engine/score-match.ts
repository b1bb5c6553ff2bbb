/** Relevance as one number, of where the words of a search stand and of what a document is trusted for. */
import { LAST_BIT, PULL_MASK, VERIFIED_BIT } from './documents.ts'
import { NAME_STEP, TOP_STEP } from './fields.ts'

/** What a step of relevance is worth beside trust. */
const stepWeight = 5
/** Above all that is empty. */
const leastScore = 10

/**
 * How relevant a step of matching is with what the document is trusted for: a verified publisher counts like four steps, a
 * hundred million pulls like two and a half. So an exact name of somebody whom nobody knows does not pass the image that everybody
 * pulls, but does pass one that only mentions the word.
 * @param trust one of `trusts`
 * @returns from 0 to 127
 */
export function toScore(step: number, trust: number): number {
  // What no image was pushed to stands right behind an exact name where its very name was typed, and else last.
  if ((trust & LAST_BIT) !== 0) return step < TOP_STEP ? step : leastScore + stepWeight * NAME_STEP - 1
  const ofPulls = Math.min(15, (trust & PULL_MASK) >> 1)
  return leastScore + stepWeight * step + ofPulls + ((trust & VERIFIED_BIT) === 0 ? 0 : 20)
}
