/**
 * Whom the gallery believes: the trusted root and the file of signers, read once for the process. On `globalThis`, because Next keeps
 * several copies of a module. What verifies is loaded by the thread that does, and here only for a root of the operator's.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Config, ConfigError, readConfig } from '#lib/config/config.ts'
import { type SignersFile, signersFile } from '#lib/proof/signers.ts'
import shippedRoot from '#lib/proof/trusted-root.json' with { type: 'json' }

export interface TrustBase {
  root: {
    text: string
    /** The first digits of its hash, for those who want to know by which root something was verified. */
    version: string
    /** That of the public instance, which came with the gallery. */
    isShipped: boolean
  }
  signers: SignersFile
}

const key = Symbol.for('public-gallery.trust')

/** @throws {ConfigError} when a file cannot be used */
export function getTrustBase(): TrustBase {
  const holder = globalThis as { [key]?: TrustBase }
  holder[key] ??= readTrustBase(readConfig())
  return holder[key]
}

/** At the start: @throws {ConfigError} when the operator's root or file of signers cannot be used */
export async function requireTrustBase(): Promise<void> {
  const { trustedRootFile } = readConfig()
  const { root } = getTrustBase()
  if (trustedRootFile === null) return
  const { requireTrustedRoot } = await import('#lib/proof/require-trusted-root.ts')
  orConfigError('SIGSTORE_TRUSTED_ROOT_FILE', trustedRootFile, () => requireTrustedRoot(root.text))
}

/** @throws {ConfigError} when a file cannot be used */
export function readTrustBase(config: Pick<Config, 'trustedRootFile' | 'signersFile'>): TrustBase {
  const { trustedRootFile, signersFile: signersPath } = config
  const text =
    trustedRootFile === null
      ? JSON.stringify(shippedRoot)
      : orConfigError('SIGSTORE_TRUSTED_ROOT_FILE', trustedRootFile, () =>
          readFileSync(trustedRootFile, 'utf8'),
        )
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return {
    root: { text, version, isShipped: trustedRootFile === null },
    signers: signersPath === null ? [] : orConfigError('SIGNERS_FILE', signersPath, readSigners),
  }
}

/** Differs as soon as something may be verified that was not, or the other way round. */
export function toTrustVersion({ root, signers }: TrustBase): string {
  return createHash('sha256')
    .update(JSON.stringify([root.version, signers]))
    .digest('hex')
    .slice(0, 12)
}

function readSigners(path: string): SignersFile {
  const parsed = signersFile.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path: [position, ...fields], message }) => {
    const place = [typeof position === 'number' ? `entry ${position + 1}` : '', fields.join('.')]
    return `  ${[...place.filter(Boolean), ''].join(': ')}${message}`
  })
  throw new Error(`\n${lines.join('\n')}`)
}

function orConfigError<Value>(variable: string, path: string, read: (path: string) => Value): Value {
  try {
    return read(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`${variable} ${path} cannot be used: ${reason}`, { cause: error })
  }
}
