/**
 * The tree of a layer of one gigabyte: how long the thread needs from the registry to the tree, beside what reading, checking and unpacking alone
 * take, with streams as Node has them and by the way that the thread reads, and how much memory. Each is measured in a process of its own, in
 * turns; the fastest counts, as others use the machine.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { archive, end } from '#testing/tar-archive.ts'
import { type LayerMeasure, layerMeasure, whatIsMeasured } from './measure-layer.ts'
import { createRandom } from './seeded-random.ts'

const fileCount = 40_000
const fileBytes = 25_000
const rounds = 3
const program = fileURLToPath(new URL('./measure-layer.ts', import.meta.url))

/** Measures and prints both. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'public-gallery-layers-'))
  const file = join(folder, 'layer')
  try {
    await pipeline(Readable.from(makeArchive()), createGzip({ level: 1 }), createWriteStream(file))
    const digest = await hashFile(file)
    const server = createServer((_, response) => {
      // As registries do.
      response.setHeader('content-length', statSync(file).size)
      createReadStream(file).pipe(response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const measured = new Map<LayerMeasure['what'], LayerMeasure[]>(whatIsMeasured.map((what) => [what, []]))
    for (let round = 0; round < rounds; round++) {
      for (const [what, all] of measured) {
        const given = JSON.stringify({
          what,
          baseUrl: `http://127.0.0.1:${port}`,
          digest,
          sizeBytes: statSync(file).size,
        })
        const { stdout } = await promisify(execFile)(process.execPath, [program, given])
        all.push(layerMeasure.parse(JSON.parse(stdout)))
      }
    }
    server.close()
    console.log(
      `\nA layer of ${(fileCount * fileBytes) / 1e9} GB in ${fileCount} files, ${Math.round(statSync(file).size / 1e6)} MB compressed, the fastest of ${rounds}`,
    )
    console.table(Object.fromEntries([...measured].map(([what, all]) => [what, toFastest(all)])))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function toFastest(all: readonly LayerMeasure[]) {
  const least = (pick: (one: LayerMeasure) => number) => Math.round(10 * Math.min(...all.map(pick))) / 10
  return {
    seconds: least(({ seconds }) => seconds),
    'of a processor': least(({ processorSeconds }) => processorSeconds),
    'MB above idle': least(({ megabytesAboveIdle }) => megabytesAboveIdle),
  }
}

function* makeArchive(): Generator<Buffer> {
  const random = createRandom(1)
  const words = Array.from({ length: 4_000 }, () => Math.floor(random() * 2 ** 40).toString(36))
  const text = Buffer.from(
    Array.from({ length: 400_000 }, () => words[Math.floor(random() * words.length)]).join(' '),
  )
  for (let at = 0; at < fileCount; at++) {
    const start = Math.floor(random() * (text.length - fileBytes))
    const body = text.subarray(start, start + fileBytes)
    const name = `usr/lib/package-${Math.floor(at / 40)}/lib/file-${at}.js`
    yield archive({ name, body }).subarray(0, -end.length)
  }
  yield end
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}
