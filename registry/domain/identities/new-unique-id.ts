/** The ids that IAM gives: four letters for the kind, and sixteen of RFC 4648's base32 (IAM user guide, "Unique identifiers"). */
import { randomInt } from 'node:crypto'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new id of the kind: of a key, a temporary key, a user, a group or a role. */
export function newUniqueId(prefix: 'AKIA' | 'ASIA' | 'AIDA' | 'AGPA' | 'AROA'): string {
  return prefix + Array.from({ length: 16 }, () => base32[randomInt(base32.length)]).join('')
}
