/** Addresses and folders of the programs that the browser tests run against. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestServer {
  galleryPort: number
  registryPort: number
  galleryUrl: string
  registryUrl: string
  /** Emptied before every run. */
  dataDir: string
}

/** What `serve.ts` prints once its pair answers and has its catalogue. */
export const readyLine = 'Ready for the browser tests.'

export const servers = {
  /** Both programs as `npm start` runs them, with the demo catalogue. */
  embedded: toServer('embedded', 3211, 5251),
  /** A gallery that knows another registry only by its endpoint and by credentials in its environment. */
  aws: toServer('aws', 3212, 5252),
} satisfies Record<string, TestServer>

function toServer(name: string, galleryPort: number, registryPort: number): TestServer {
  return {
    galleryPort,
    registryPort,
    galleryUrl: `http://127.0.0.1:${galleryPort}`,
    registryUrl: `http://127.0.0.1:${registryPort}`,
    dataDir: join(tmpdir(), `public-gallery-e2e-${name}`),
  }
}
