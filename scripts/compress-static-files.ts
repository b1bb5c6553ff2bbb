/**
 * Puts the files of a build that every visitor loads beside themselves in smaller form, `.br` and `.gz`, once and as small as they get, which
 * would take too long at each request. The front door gives them out (lib/runtime/front-door/choose-compressed.ts).
 */
import { readdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Fonts and pictures are compressed as they are. */
const texts = new Set(['.js', '.css', '.json', '.svg', '.txt'])
/** Below, an answer fits one packet with its headers as it is. */
const minBytes = 1_000

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** Of all files below `folder`. Those that a build named by their content never change. */
export async function compressStaticFiles(folder: string): Promise<void> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => texts.has(extname(path)))
    .map((path) => join(folder, path))
  await Promise.all(paths.map(compressFile))
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < minBytes) return
  await Promise.all([
    compressBrotli(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }).then((small) => replaceFile(`${path}.br`, small)),
    compressGzip(content, { level: constants.Z_BEST_COMPRESSION }).then((small) =>
      replaceFile(`${path}.gz`, small),
    ),
  ])
}

/** No half of it is ever given out. */
async function replaceFile(path: string, content: Buffer): Promise<void> {
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
}
