/** The images of other hosts that this process keeps, and the secret that its pages sign their addresses with: on `globalThis`, because Next keeps several copies of a module. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#lib/config/config.ts'
import { createRemoteImages, type RemoteImages } from '#lib/remote-images/create-remote-images.ts'
import { getLog } from './log.ts'

interface Instance {
  images: RemoteImages
  secret: string
}

const key = Symbol.for('public-gallery.remote-images')

/** Null where the operator shows no images of other hosts. Opened by the first text with an image. */
export function getRemoteImages(): Instance | null {
  const { dataDir, remoteImagesBytes } = readConfig()
  if (remoteImagesBytes === 0) return null
  const holder = globalThis as { [key]?: Instance }
  holder[key] ??= open(join(dataDir, 'gallery'), remoteImagesBytes)
  return holder[key]
}

function open(folder: string, maxBytes: number): Instance {
  mkdirSync(folder, { recursive: true })
  return {
    secret: readSecret(join(folder, 'image-secret')),
    images: createRemoteImages({
      file: join(folder, 'remote-images.sqlite'),
      maxBytes,
      onFailure: (error, url) => getLog().info({ err: error, url }, 'An image of a text cannot be fetched.'),
    }),
  }
}

/** Kept, as pages that were made before a restart are shown after it. */
function readSecret(file: string): string {
  try {
    // Fails where there is one.
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8')
}
