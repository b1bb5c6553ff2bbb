/** A misbehaving upstream with the file that names it (`UPSTREAMS_FILE`), for what runs behind it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startUnrulyUpstream, type UnrulyUpstream } from './unruly-upstream.ts'

export interface ConfiguredUpstream {
  upstream: UnrulyUpstream
  /** A folder of its own, in which the file stands. */
  folder: string
  file: string
  /** Writes the file again, with other fields of the entry. */
  configure(entry: object): void
  remove(): Promise<void>
}

/** @param entry what is not as usual: the namespace is `mirror`, its repositories `library/*` */
export async function startConfiguredUpstream(entry: object = {}): Promise<ConfiguredUpstream> {
  const folder = mkdtempSync(join(tmpdir(), 'configured-upstream-'))
  const file = join(folder, 'upstreams.json')
  const upstream = await startUnrulyUpstream()
  const usual = {
    host: upstream.host,
    namespace: 'mirror',
    repositories: ['library/*'],
    private: true,
    plainHttp: true,
  }
  const configure = (given: object) => writeFileSync(file, JSON.stringify([{ ...usual, ...given }]))
  configure(entry)
  return {
    upstream,
    folder,
    file,
    configure,
    async remove() {
      await upstream.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
