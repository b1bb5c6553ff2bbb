/**
 * The files of the audit log in `DATA_DIR/audit`, and reading them. Lines go to the newest as they are; one that nothing is added to
 * any more is compressed.
 *
 *     DATA_DIR/audit/                                    0700
 *       audit-2026-11-25-0000000000000001.jsonl.gz       0600  named by its day and the first place of the chain in it
 *       audit-2026-11-26-0000000000091827.jsonl          0600
 */
import { createReadStream, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isPassingFailure } from '#registry/store/store-error.ts'

export interface AuditFile {
  path: string
  /** `2026-11-25`, in UTC. */
  day: string
  firstSequence: number
  isCompressed: boolean
}

const nameForm = /^audit-(\d{4}-\d\d-\d\d)-(\d{16})\.jsonl(\.gz)?$/

/** The files, the oldest first. Where a crash left one in both forms, it is the compressed one: that is named when it is whole. */
export function listAuditFiles(dataDir: string): AuditFile[] {
  const folder = join(dataDir, 'audit')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names = readdirSync(folder)
  const compressed = new Set(names.filter((name) => name.endsWith('.gz')))
  return names
    .flatMap((name): AuditFile[] => {
      const [, day = '', sequence = '', ending = ''] = nameForm.exec(name) ?? []
      if (day === '' || compressed.has(`${name}.gz`)) return []
      return [{ path: join(folder, name), day, firstSequence: Number(sequence), isCompressed: ending !== '' }]
    })
    .sort((a, b) => a.firstSequence - b.firstSequence)
}

/** The file that lines are added to. @param day `2026-11-25`, in UTC @param firstSequence the first place of the chain in it */
export function toAuditFile(dataDir: string, day: string, firstSequence: number): AuditFile {
  const name = `audit-${day}-${String(firstSequence).padStart(16, '0')}.jsonl`
  return { path: join(dataDir, 'audit', name), day, firstSequence, isCompressed: false }
}

/** A file that was written, but cannot be read to its end. */
export class DamagedAuditFile extends Error {}

/**
 * Its lines; a compressed file is expanded outside the event loop.
 * @throws {DamagedAuditFile} where it cannot be read any further
 * @throws {Error} what passes, as while there are no descriptors
 */
export async function* readAuditLines({ path, isCompressed }: AuditFile): AsyncGenerator<string, void> {
  const bytes = createReadStream(path)
  // Both streams end with what went wrong in either.
  const text = isCompressed ? pipeline(bytes, createGunzip(), () => {}) : bytes
  let rest = ''
  try {
    for await (const chunk of text.setEncoding('utf8')) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    // Nothing is wrong with the file then, and it must not be moved aside.
    if (isPassingFailure(cause)) throw cause
    throw new DamagedAuditFile(`${path} cannot be read to its end`, { cause })
  } finally {
    bytes.destroy()
  }
  if (rest !== '') yield rest
}
