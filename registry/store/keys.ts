/**
 * The one secret of an installation, `DATA_DIR/key`, and what is derived from it. Each purpose gets a key of
 * its own (HKDF, RFC 5869), so that what was sealed for one can never be opened as another.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from './store-error.ts'
import { syncDirectoryNow } from './sync-directory.ts'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

export interface Keys {
  /** Encrypts and authenticates with AES-256-GCM; the answer is nonce, ciphertext and tag. */
  seal(purpose: string, bytes: Uint8Array): Uint8Array
  /**
   * Opens what `seal` made for the same purpose.
   * @throws {Error} when it was changed, cut short, or sealed for another purpose or under another key
   */
  open(purpose: string, sealed: Uint8Array): Uint8Array
  /** A 32-byte key for one purpose, for signatures. */
  derive(purpose: string): Uint8Array
}

/**
 * Reads `DATA_DIR/key`, or makes it (mode 0600) where there is none.
 * @throws {StoreError} when the file is not a key; replacing it would make every stored secret unreadable
 */
export function openKeys(dataDir: string): Keys {
  const path = join(dataDir, 'key')
  const master = readKey(path) ?? makeKey(dataDir, path)
  if (master.length !== keyBytes) {
    throw new StoreError(
      `${path} is not a key of ${keyBytes} bytes. Restore it from a backup: stored secrets need it.`,
    )
  }
  return keysFrom(master)
}

/** The keys derived from one 32-byte master key. */
export function keysFrom(master: Uint8Array): Keys {
  const derived = new Map<string, Uint8Array>()
  const derive = (purpose: string): Uint8Array => {
    const known = derived.get(purpose)
    if (known) return known
    const key = new Uint8Array(hkdfSync('sha256', master, '', `public-gallery/${purpose}`, keyBytes))
    derived.set(purpose, key)
    return key
  }
  return {
    derive,
    seal(purpose, bytes) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce)
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(purpose, sealed) {
      if (sealed.length < nonceBytes + tagBytes) throw new Error('The sealed value is too short.')
      const decipher = createDecipheriv('aes-256-gcm', derive(purpose), sealed.subarray(0, nonceBytes))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
    },
  }
}

function readKey(path: string): Uint8Array | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new StoreError(`${path} cannot be read; mend its permissions.`, { cause: error })
  }
}

function makeKey(dataDir: string, path: string): Uint8Array {
  const draft = `${path}.${process.pid}.new`
  const key = randomBytes(keyBytes)
  writeFileSync(draft, key, { mode: 0o600, flush: true })
  // A link fails where the name is taken, so that a key that is already there is never replaced.
  try {
    linkSync(draft, path)
  } catch (error) {
    // Another process that starts on the directory was first.
    const made = readKey(path)
    if (made === null) throw error
    return made
  } finally {
    rmSync(draft)
  }
  syncDirectoryNow(dataDir)
  return key
}
