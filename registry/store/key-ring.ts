/**
 * Where the secrets of an installation are. By default in `DATA_DIR/key`, 32 bytes that the first start makes, and behind them those that
 * were replaced and still open something; all processes on the directory read it. Or where the operator keeps them: in the environment, in
 * a file, or with a command that asks for them elsewhere.
 */
import { execFile, execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import type { KeySource } from '#lib/config/key-source.ts'
import { type Keys, keyBytes, keysFrom } from './keys.ts'
import { StoreError } from './store-error.ts'
import { syncDirectoryNow } from './sync-directory.ts'

/** More are not needed at once: what an old one has sealed is sealed anew, and what it has signed ends. */
const maxKeys = 8
const commandMs = 30_000
/** So often a command is asked again. */
const commandIntervalMs = 60_000

const execute = promisify(execFile)

export interface KeyRing extends Keys {
  source: KeySource
  /** By which the secrets are told apart, that of the present one first. */
  fingerprints(): string[]
  /** Takes what has changed; to be called every second. */
  refresh(): Promise<void>
  /**
   * Puts a new secret before the present one.
   * @throws {StoreError} where they are the operator's own
   */
  rotate(): void
  /** Forgets all but the present one; what they have sealed and signed is then no more of use. */
  forgetOld(): void
  /** Since when the present one is, in milliseconds since 1970; null where that is the operator's to know. */
  presentSinceMs(): number | null
}

/**
 * Reads the secrets; where they are the registry's own and there are none, the first one is made (mode 0600).
 * @param isNeeded whether something is sealed already, so that a missing one was lost
 * @throws {StoreError} when they are no secrets; making others would make everything unreadable that is stored
 */
export function openKeys(
  dataDir: string,
  source: KeySource = { kind: 'own' },
  isNeeded: boolean = false,
): KeyRing {
  const place = toPlace(dataDir, source)
  let stamp = place.stamp()
  let masters = place.read() ?? [makeKey(dataDir, join(dataDir, 'key'), isNeeded)]
  let askedMs = performance.now()
  let answered: Uint8Array[] | null = null
  const findOthers = (): Uint8Array[] | null => {
    if (answered !== null) return answered
    const now = place.stamp()
    // Only a file says that it is another one.
    if (now === null || now === stamp) return null
    stamp = now
    try {
      return place.read()
    } catch {
      // What it had goes on to count, until it can be read.
      return null
    }
  }
  const keys = keysFrom(masters, (replace) => {
    const found = findOthers()
    answered = null
    if (found === null || toText(found) === toText(masters)) return false
    masters = found
    replace(found)
    return true
  })
  const requireOwn = () => {
    if (source.kind === 'own') return join(dataDir, 'key')
    throw new StoreError(
      'The secret is kept by the operator: put the new one before the present one where REGISTRY_KEY, REGISTRY_KEY_FILE or REGISTRY_KEY_COMMAND has it.',
    )
  }
  return {
    ...keys,
    source,
    fingerprints: () => masters.map(toFingerprint),
    async refresh() {
      if (source.kind !== 'command') {
        keys.recheck()
        return
      }
      if (performance.now() - askedMs < commandIntervalMs) return
      askedMs = performance.now()
      const { stdout } = await execute('/bin/sh', ['-c', source.command], toCommandOptions())
      answered = parseText(stdout, 'What REGISTRY_KEY_COMMAND prints')
      keys.recheck()
    },
    rotate() {
      const path = requireOwn()
      const kept = readOwn(path) ?? []
      if (kept.length >= maxKeys) throw new StoreError('There are too many old secrets: forget them first.')
      writeOwn(dataDir, path, [randomBytes(keyBytes), ...kept])
      keys.recheck()
    },
    forgetOld() {
      const path = requireOwn()
      writeOwn(dataDir, path, (readOwn(path) ?? []).slice(0, 1))
      keys.recheck()
    },
    presentSinceMs: () => (source.kind === 'own' ? statSync(join(dataDir, 'key')).mtimeMs : null),
  }
}

interface Place {
  /** Null where the registry has to make the first one. */
  read(): Uint8Array[] | null
  /** Another one when it may have changed; null where only reading it tells. */
  stamp(): string | null
}

function toPlace(dataDir: string, source: KeySource): Place {
  switch (source.kind) {
    case 'own': {
      const path = join(dataDir, 'key')
      return { read: () => readOwn(path), stamp: () => toStamp(path) }
    }
    case 'file':
      return { read: () => readFileKeys(source.path), stamp: () => toStamp(source.path) }
    case 'text':
      return { read: () => parseText(source.text, 'REGISTRY_KEY'), stamp: () => null }
    case 'command':
      return {
        read: () => parseText(runCommand(source.command), 'What REGISTRY_KEY_COMMAND prints'),
        stamp: () => null,
      }
  }
}

function toStamp(path: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(path)
    return `${ino} ${mtimeMs} ${size}`
  } catch {
    return ''
  }
}

/** @throws {StoreError} when it is no secret */
function readOwn(path: string): Uint8Array[] | null {
  const bytes = readBytes(path)
  if (bytes === null) return null
  const count = bytes.length / keyBytes
  if (!Number.isInteger(count) || count < 1 || count > maxKeys) {
    throw new StoreError(
      `${path} is not a key of ${keyBytes} bytes. Restore it from a backup: stored secrets need it.`,
    )
  }
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * keyBytes, (at + 1) * keyBytes))
}

function readFileKeys(path: string): Uint8Array[] {
  const bytes = readBytes(path)
  if (bytes === null) throw new StoreError(`${path}, which REGISTRY_KEY_FILE names, is not there.`)
  // As `DATA_DIR/key` is, so that it can be moved.
  return bytes.length === keyBytes ? [bytes] : parseText(bytes.toString('utf8'), path)
}

function readBytes(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new StoreError(`${path} cannot be read; mend its permissions.`, { cause: error })
  }
}

/** @param what is named to the operator; the text never is */
function parseText(text: string, what: string): Uint8Array[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  const keys = parts.map((part) => Buffer.from(part, /^[0-9a-f]{64}$/i.test(part) ? 'hex' : 'base64'))
  if (keys.length === 0 || keys.length > maxKeys || keys.some(({ length }) => length !== keyBytes)) {
    throw new StoreError(
      `${what} is not ${keyBytes} bytes in base64 or as hexadecimal digits; make some with \`openssl rand -base64 32\`.`,
    )
  }
  return keys
}

function toCommandOptions() {
  return { encoding: 'utf8', timeout: commandMs, env: childEnvironment() } as const
}

function runCommand(command: string): string {
  try {
    return execFileSync('/bin/sh', ['-c', command], {
      ...toCommandOptions(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  } catch {
    // Its failure may have what it has printed.
    throw new StoreError('REGISTRY_KEY_COMMAND has failed; run it by hand to see why.')
  }
}

function toFingerprint(master: Uint8Array): string {
  const [key = new Uint8Array()] = keysFrom(master).deriveAll('fingerprint')
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}

function toText(masters: readonly Uint8Array[]): string {
  return masters.map((master) => Buffer.from(master).toString('hex')).join()
}

function writeOwn(dataDir: string, path: string, masters: readonly Uint8Array[]): void {
  const draft = `${path}.${process.pid}.new`
  try {
    writeFileSync(draft, Buffer.concat(masters), { mode: 0o600, flush: true })
    renameSync(draft, path)
  } finally {
    // Where there was no room for it, no part of a secret is left lying about.
    rmSync(draft, { force: true })
  }
  syncDirectoryNow(dataDir)
}

function makeKey(dataDir: string, path: string, isNeeded: boolean): Uint8Array {
  if (isNeeded) {
    throw new StoreError(
      `${path} is missing, and access keys are sealed under it. Put it back from a backup (points/…/key). Where it is lost for good, make another one with \`openssl rand -out ${path} ${keyBytes}\`; everybody then needs a new access key.`,
    )
  }
  const draft = `${path}.${process.pid}.new`
  const key = randomBytes(keyBytes)
  // A link fails where the name is taken, so that a key that is already there is never replaced.
  try {
    writeFileSync(draft, key, { mode: 0o600, flush: true })
    linkSync(draft, path)
  } catch (error) {
    // Another process that starts on the directory was first.
    const [made] = readOwn(path) ?? []
    if (made === undefined) throw error
    return made
  } finally {
    rmSync(draft, { force: true })
  }
  syncDirectoryNow(dataDir)
  return key
}
