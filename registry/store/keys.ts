/**
 * The one secret of an installation, and what is derived from it. Each purpose gets a key of its own (HKDF, RFC 5869), so that what was
 * sealed for one can never be opened as another. While the secret is being replaced there are several: the first one seals and signs,
 * the others still open and verify. Where they come from is in key-ring.ts.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

export interface Keys {
  /** Encrypts and authenticates with AES-256-GCM; the answer is nonce, ciphertext and tag. */
  seal(purpose: string, bytes: Uint8Array): Uint8Array
  /**
   * Opens what `seal` made for the same purpose, under this secret or an earlier one.
   * @throws {Error} when it was changed, cut short, or sealed for another purpose or under another key
   */
  open(purpose: string, sealed: Uint8Array): Uint8Array
  /** Which of the secrets it was sealed under, 0 being the present one; -1 when it was under none. */
  findSealer(purpose: string, sealed: Uint8Array): number
  /** A 32-byte key for one purpose, for signatures. */
  derive(purpose: string): Uint8Array
  /** Those by which signatures are verified, that of the present secret first. */
  deriveAll(purpose: string): Uint8Array[]
  /** Looks whether the secret is another one now, for what none has opened or signed; true when it is. */
  recheck(): boolean
}

interface Master {
  derive(purpose: string): Uint8Array
}

/**
 * The keys derived from 32-byte secrets, the present one first.
 * @param recheck replaces them where they have changed
 */
export function keysFrom(
  given: Uint8Array | readonly Uint8Array[],
  recheck: (replace: (masters: readonly Uint8Array[]) => void) => boolean = () => false,
): Keys {
  let masters = toMasters(given instanceof Uint8Array ? [given] : given)
  const first = (): Master => {
    const [master] = masters
    if (master === undefined) throw new Error('There is no secret.')
    return master
  }
  const lookAgain = () =>
    recheck((found) => {
      masters = toMasters(found)
    })
  const findSealer = (purpose: string, sealed: Uint8Array) =>
    masters.findIndex((master) => tryOpen(master.derive(purpose), sealed) !== null)
  return {
    derive: (purpose) => first().derive(purpose),
    deriveAll: (purpose) => masters.map((master) => master.derive(purpose)),
    findSealer,
    recheck: lookAgain,
    seal(purpose, bytes) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', first().derive(purpose), nonce)
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(purpose, sealed) {
      if (sealed.length < nonceBytes + tagBytes) throw new Error('The sealed value is too short.')
      do {
        for (const master of masters) {
          const opened = tryOpen(master.derive(purpose), sealed)
          if (opened !== null) return opened
        }
      } while (lookAgain())
      throw new Error('The sealed value was changed, or sealed under another secret.')
    },
  }
}

function toMasters(secrets: readonly Uint8Array[]): Master[] {
  return secrets.map((secret) => {
    const derived = new Map<string, Uint8Array>()
    return {
      derive(purpose) {
        const known = derived.get(purpose)
        if (known) return known
        const key = new Uint8Array(hkdfSync('sha256', secret, '', `public-gallery/${purpose}`, keyBytes))
        derived.set(purpose, key)
        return key
      },
    }
  })
}

function tryOpen(key: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    return null
  }
}
