/** The suite of stores of content, on files. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { describeBlobStore } from '#testing/registry/store/describe-blob-store.ts'
import { openStore } from '../open-store.ts'

let dataDir: string
afterEach(() => rmSync(dataDir, { recursive: true }))

describeBlobStore(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'content-'))
  return openStore({ dataDir })
})
