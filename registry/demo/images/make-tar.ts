/**
 * Makes tar archives in memory (POSIX.1-2017, "pax": ustar Interchange Format). The same files always give the same
 * bytes: no time, no owner's name, no order but the given one. Small, because the demo catalogue needs no more.
 */

export interface TarFile {
  /** Relative, with slashes, at most 100 bytes. */
  path: string
  content: string | Uint8Array
  /** 0o644 if not given. */
  mode?: number
}

const blockBytes = 512

/** Each file once, and before it the folders that it is in. */
export function makeTar(files: readonly TarFile[]): Buffer {
  const folders = new Set<string>()
  const blocks: Buffer[] = []
  for (const { path, content, mode = 0o644 } of files) {
    for (const folder of listFolders(path)) {
      if (folders.has(folder)) continue
      folders.add(folder)
      blocks.push(makeHeader({ path: folder, mode: 0o755, sizeBytes: 0, type: '5' }))
    }
    const bytes = Buffer.from(content)
    blocks.push(makeHeader({ path, mode, sizeBytes: bytes.length, type: '0' }), bytes)
    blocks.push(Buffer.alloc(-bytes.length & (blockBytes - 1)))
  }
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)])
}

/** @example listFolders('etc/app/app.conf') // ['etc/', 'etc/app/'] */
function listFolders(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1))
}

function makeHeader(entry: { path: string; mode: number; sizeBytes: number; type: '0' | '5' }): Buffer {
  const { path, mode, sizeBytes, type } = entry
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for an entry of a tar archive.`)
  const header = Buffer.alloc(blockBytes)
  header.write(path, 0)
  header.write(toOctal(mode, 8), 100)
  header.write(toOctal(0, 8), 108)
  header.write(toOctal(0, 8), 116)
  header.write(toOctal(sizeBytes, 12), 124)
  header.write(toOctal(0, 12), 136)
  header.write(' '.repeat(8), 148)
  header.write(type, 156)
  header.write('ustar\x0000', 257, 'latin1')
  const checksum = header.reduce((sum, byte) => sum + byte, 0)
  header.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

function toOctal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`
}
