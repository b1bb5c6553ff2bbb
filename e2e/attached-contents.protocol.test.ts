/**
 * What real clients attach to an image is what the gallery reads of it: oras attaches a bill of materials, a report and a statement; cosign an
 * attestation. Each is skipped where it is not; see scripts/newer-debian-tools.ts.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { createFindings, type Findings } from '#lib/findings/create-findings.ts'
import { openFindingStore } from '#lib/findings/finding-store.ts'
import { listAttachments } from '#lib/oci-client/list-attachments.ts'
import { readImage } from '#lib/oci-client/read-image.ts'
import { createRegistryClient } from '#lib/oci-client/registry-client.ts'
import { getDocumentPool } from '#lib/statements/document-pool.ts'
import { gatherContents } from '#lib/statements/gather-contents.ts'
import { openVex, syftSpdx, trivyCycloneDx, trivyReport } from '#testing/attached-documents.ts'
import type { Layout } from '#testing/oci-layout.ts'
import { publishIndex } from '#testing/publish-index.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { findNewerTool, type NewerTool } from '../scripts/newer-debian-tools.ts'

const execute = promisify(execFile)

let registry: TestRegistry
let work: string
let repository: string
let layout: Layout
let findings: Findings

beforeAll(async () => {
  registry = await startTestRegistry()
  work = mkdtempSync(join(tmpdir(), 'attached-contents-'))
  const published = await publishIndex(registry, 'app', {
    folder: join(work, 'image'),
    tag: '1.0',
    text: 'a',
  })
  repository = published.uri
  layout = published.layout
  mkdirSync(join(work, 'docker'))
  const auth = published.target.authorization.slice('Basic '.length)
  const auths = { [repository.split('/')[0] ?? '']: { auth } }
  writeFileSync(join(work, 'docker', 'config.json'), JSON.stringify({ auths }))
  findings = createFindings({
    store: openFindingStore({ file: ':memory:', maxBytes: 10_000_000 }),
    concurrency: 2,
    maxWaiting: 50,
    onFailure: (error) => console.error(error),
  })
})

afterAll(async () => {
  findings.close()
  await getDocumentPool().close()
  await registry.stop()
  rmSync(work, { recursive: true, force: true })
})

async function run(tool: NewerTool, ...args: string[]): Promise<void> {
  const env = childEnvironment({ HOME: work, DOCKER_CONFIG: join(work, 'docker'), COSIGN_PASSWORD: '' })
  await execute(findNewerTool(tool) ?? tool, args, { cwd: work, env, timeout: 100_000 })
}

/** Attaches a document to the index, as plain JSON where no media type is given. */
async function attach(name: string, document: unknown, types: { artifactType: string; mediaType: string }) {
  writeFileSync(join(work, name), JSON.stringify(document))
  const type = ['--artifact-type', types.artifactType]
  await run('oras', 'attach', '--plain-http', ...type, `${repository}:1.0`, `${name}:${types.mediaType}`)
}

async function gather() {
  const client = createRegistryClient({ baseUrl: registry.url })
  const name = repository.slice(repository.indexOf('/') + 1)
  const image = await readImage(client, name, { reference: '1.0', platform: 'linux/amd64' })
  const chosen = image?.chosen?.digest ?? layout.digest
  const attached = await listAttachments(client, name, { digests: [layout.digest, chosen], beside: [] })
  return gatherContents(findings, client, {
    name,
    uri: repository,
    attached,
    chosen,
    index: layout.digest,
    waitMs: 60_000,
  })
}

test.runIf(findNewerTool('oras'))(
  'what oras attaches is shown, and what is stated sets a finding aside',
  async () => {
    expect(await gather()).toMatchObject({ isPartial: false, bill: null, scans: [], troubles: [] })

    await attach('bom.spdx.json', syftSpdx, {
      artifactType: 'application/spdx+json',
      mediaType: 'application/spdx+json',
    })
    // Many reports are attached under types of their own, or as JSON.
    await attach('report.json', trivyReport, {
      artifactType: 'application/x.scan',
      mediaType: 'application/json',
    })
    await attach('broken.json', 'no document', {
      artifactType: 'application/x.note',
      mediaType: 'application/json',
    })
    const before = await gather()
    expect(before.bill).toMatchObject({ format: 'SPDX 2.3', totalCount: 2, otherCount: 0 })
    expect(before.bill?.listPackages().map(({ name }) => name)).toEqual(['golang.org/x/net', 'openssl'])
    expect(before.scans).toMatchObject([
      { scanner: 'Trivy', openCounts: { high: 1, unknown: 1 }, asideCount: 0 },
    ])

    const stated = JSON.parse(JSON.stringify(openVex))
    stated.statements[0].products[0]['@id'] = `pkg:oci/app@${layout.digest.replace(':', '%3A')}`
    await attach('vex.json', stated, {
      artifactType: 'application/vnd.openvex+json',
      mediaType: 'application/json',
    })
    const [scan] = (await gather()).scans
    expect(scan).toMatchObject({ openCounts: { high: 0, unknown: 1 }, asideCount: 1 })
    expect(scan?.vulnerabilities.at(-1)).toMatchObject({
      id: 'CVE-2026-2000',
      aside: { status: 'not_affected', impact: 'The engine is never loaded.', author: 'Example Security' },
    })
  },
)

test.runIf(findNewerTool('cosign'))(
  'what cosign attests is shown, and taken out of its envelope',
  async () => {
    writeFileSync(join(work, 'bom.cdx.json'), JSON.stringify(trivyCycloneDx))
    await run('cosign', 'generate-key-pair')
    const offline = ['--tlog-upload=false', '--use-signing-config=false', '--allow-http-registry', '--yes']
    const predicate = ['--type', 'cyclonedx', '--predicate', 'bom.cdx.json']
    await run(
      'cosign',
      'attest',
      '--key',
      'cosign.key',
      ...offline,
      ...predicate,
      `${repository}@${layout.digest}`,
    )
    const { bill } = await gather()
    expect(bill).toMatchObject({ format: 'CycloneDX 1.6', tool: 'trivy 0.58.1', totalCount: 3 })
  },
)
