/** Archives of tar, byte by byte: those that tools make, and those that none would (POSIX.1-2024, `pax` interchange format). */

/** A member of an archive, as whoever makes it likes. */
export interface RawEntry {
  name?: string | Buffer
  type?: string
  link?: string
  body?: string | Buffer
  /** The field as it stands, where it is not the size of the body. */
  size?: Buffer | string
  checksum?: string
}

/** Header and body of one entry. */
export function block({ name = 'a', type = '0', link = '', body = '', size, checksum }: RawEntry): Buffer {
  const bytes = Buffer.from(body)
  const header = Buffer.alloc(512)
  Buffer.from(name).copy(header, 0, 0, 100)
  header.write('0000644\0' + '0000001\0' + '0000002\0', 100, 'latin1')
  Buffer.from(size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`).copy(header, 124)
  header.write('00000000007\0', 136, 'latin1')
  header.write('        ', 148, 'latin1')
  header.write(type, 156, 'latin1')
  header.write(link, 157, 100)
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return Buffer.concat([header, bytes, Buffer.alloc(-bytes.length & 511)])
}

/** What stands at the end of an archive. */
export const end = Buffer.alloc(1024)
/** A whole archive. */
export const archive = (...entries: RawEntry[]) => Buffer.concat([...entries.map(block), end])

/** An extended header for the entry behind it; values that are no text are bytes. */
export function pax(pairs: Record<string, string | Buffer>, type = 'x'): RawEntry {
  const records = Object.entries(pairs).map(([key, value]) => {
    const record = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')])
    let length = record.length + String(record.length).length
    if (String(length).length > String(record.length).length) length = record.length + String(length).length
    return Buffer.concat([Buffer.from(String(length)), record])
  })
  return { name: 'pax', type, body: Buffer.concat(records) }
}
