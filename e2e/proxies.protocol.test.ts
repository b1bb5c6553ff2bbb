/**
 * Guards the recipes of `deploy/` with the real nginx, Caddy and HAProxy: TLS and HTTP/2 for visitors, large layers that stream both ways,
 * the right addresses in what the registry tells, and the right client in the audit log. Each is skipped where it is not.
 */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { writeImageLayout } from '#testing/oci-layout.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { type ProxyName, type RunningProxy, startProxy } from '#testing/start-proxy.ts'
import {
  canMakeCertificates,
  createTestCertificates,
  type TestCertificates,
} from '#testing/test-certificates.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { findDebianProgram } from '../scripts/debian-programs.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)

const galleryName = 'gallery.example.com'
/** A name that skopeo finds as well. */
const registryName = 'localhost'
const layerBytes = 300_000_000
const chunk = Buffer.alloc(1_000_000, 'layer ')
/** A proxy that keeps more than this of a layer does not stream it. */
const keptBytes = 100_000_000
/** Not the one that a proxy connects from, which is trusted. */
const clientAddress = '127.0.0.2'

interface Options {
  method?: string
  host?: string
  headers?: Record<string, string>
  body?: AsyncIterable<Uint8Array> | undefined
}

let folder: string
let certificates: TestCertificates
let issued: { certificateFile: string; keyFile: string }
let start: RunningStart
let httpsPort: number
let plainPort: number
let api: ECRPUBLICClient
/** `AWS:PASSWORD`. */
let login: string
/** `ALIAS/tools`. */
let repository: string

const names: ProxyName[] = ['nginx', 'caddy', 'haproxy']
const found = names.filter((name) => canMakeCertificates && findDebianProgram(name) !== null)
for (const name of names) if (!found.includes(name)) test.skip(`${name}: skipped, because it is not here`)

describe.runIf(found.length > 0)('behind a proxy', () => {
  beforeAll(async () => {
    if (findBuildReason() !== null) await buildGallery()
    folder = mkdtempSync(join(tmpdir(), 'proxies-'))
    certificates = createTestCertificates(join(folder, 'made'))
    issued = certificates.issue('both', [galleryName, registryName])
    httpsPort = await findFreePort()
    plainPort = await findFreePort()
    start = await startPair({
      GALLERY_URL: `https://${galleryName}:${httpsPort}`,
      REGISTRY_HOST: `${registryName}:${httpsPort}`,
      REGISTRY_URL: `https://${registryName}:${httpsPort}`,
      TRUSTED_PROXIES: '127.0.0.1',
    })
    await start.waitFor('profile admin')
    const credentials = readProfile(start.dataDir, 'admin')
    api = new ECRPUBLICClient({ endpoint: start.registryUrl, region: 'us-east-1', credentials })
    const created = await api.send(new CreateRepositoryCommand({ repositoryName: 'tools' }))
    repository = created.repository?.repositoryUri?.replace(/^[^/]+\//, '') ?? ''
    const { authorizationData } = await api.send(new GetAuthorizationTokenCommand({}))
    login = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64').toString()
    mkdirSync(join(folder, 'image'))
    writeImageLayout(join(folder, 'image'), '1.0', 'behind a proxy')
  }, 400_000)
  afterAll(async () => {
    api?.destroy()
    await start?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  describe.each(found)('%s', (name) => {
    let proxy: RunningProxy | undefined

    beforeEach(async () => {
      const proxyFolder = mkdtempSync(join(folder, `${name}-`))
      const [galleryPort, registryPort] = [start.galleryUrl, start.registryUrl].map((url) =>
        Number(new URL(url).port),
      )
      proxy = await startProxy(name, findDebianProgram(name) ?? { command: name, environment: {} }, {
        folder: proxyFolder,
        httpsPort,
        plainPort,
        galleryPort: galleryPort ?? 0,
        registryPort: registryPort ?? 0,
        registryName,
        ...issued,
      })
    })
    afterEach(() => proxy?.stop())

    test('pages come over HTTP/2 and HTTP/1.1, and plain HTTP is sent there', async () => {
      const page = await send('/', { host: galleryName })
      expect([page.statusCode, await text(page)]).toEqual([
        200,
        expect.stringContaining(`https://${galleryName}:${httpsPort}`),
      ])
      const session = connectHttp2(`https://127.0.0.1:${httpsPort}`, {
        servername: galleryName,
        ca: certificates.authority,
      })
      const stream = session.request({
        ':path': `/${repository}`,
        ':authority': `${galleryName}:${httpsPort}`,
      })
      const [headers] = await once(stream, 'response')
      expect([headers[':status'], await text(stream)]).toEqual([200, expect.stringContaining(repository)])
      expect(session.alpnProtocol).toBe('h2')
      session.close()
      const plain = await fetch(`http://127.0.0.1:${plainPort}/a?b=c`, { redirect: 'manual' })
      expect([301, 308]).toContain(plain.status)
      expect(plain.headers.get('location')).toMatch(/^https:\/\/.*\/a\?b=c$/)
    })

    test('what the registry tells clients to ask next is https and its own name', async () => {
      const challenge = await send('/v2/')
      expect(challenge.headers['www-authenticate']).toContain(
        `realm="https://${registryName}:${httpsPort}/token/"`,
      )
      challenge.resume()
      for (const tag of ['a', 'b']) await pushManifest(tag)
      const listed = await send(`/v2/${repository}/tags/list?n=1`)
      expect(await text(listed)).toContain('"a"')
      const next = /^<([^>]+)>; rel="next"$/.exec(String(listed.headers.link))?.[1] ?? ''
      expect(new URL(next, toRegistryUrl('/')).href).toBe(
        toRegistryUrl(`/v2/${repository}/tags/list?n=1&last=a`),
      )
      expect(await text(await send(next))).toContain('"b"')
      const begun = await send(`/v2/${repository}/blobs/uploads/`, { method: 'POST' })
      begun.resume()
      const location = new URL(String(begun.headers.location), toRegistryUrl('/'))
      expect([begun.statusCode, location.origin]).toEqual([202, `https://${registryName}:${httpsPort}`])
      expect((await send(location.pathname, { method: 'DELETE' })).statusCode).toBe(204)
    })

    test.runIf(findCommand('skopeo'))('skopeo pushes and pulls, and the page shows the image', async () => {
      const env = childEnvironment({ SSL_CERT_FILE: certificates.authorityFile })
      const copy = (...args: string[]) =>
        execute('skopeo', ['copy', ...args], { cwd: folder, env, timeout: 60_000 })
      const image = `docker://${registryName}:${httpsPort}/${repository}:${name}`
      await copy('--dest-creds', login, 'oci:image:1.0', image)
      await copy(image, `oci:back-${name}:1.0`)
      await expect
        .poll(async () => text(await send(`/${repository}`, { host: galleryName })), { timeout: 20_000 })
        .toContain(name)
    })

    test('a layer of 300 MB streams both ways, and the proxy keeps none of it', async () => {
      const begun = await send(`/v2/${repository}/blobs/uploads/`, { method: 'POST' })
      begun.resume()
      const location = String(begun.headers.location)
      const pushed = createHash('sha256')
      let arrivedHalfway = 0
      const layer = async function* (): AsyncGenerator<Uint8Array> {
        pushed.update(name)
        yield Buffer.from(name)
        for (let sent = 0; sent < layerBytes; sent += chunk.length) {
          pushed.update(chunk)
          yield chunk
          if (sent === layerBytes / 2) arrivedHalfway = await waitForArrival(layerBytes / 4)
        }
      }
      const patched = await send(location, { method: 'PATCH', body: layer() })
      expect([patched.statusCode, await text(patched)]).toEqual([202, ''])
      expect(arrivedHalfway).toBeGreaterThan(layerBytes / 4)
      const digest = `sha256:${pushed.digest('hex')}`
      const put = await send(`${location}?digest=${digest}`, { method: 'PUT' })
      expect([put.statusCode, await text(put)]).toEqual([201, ''])

      const pull = await send(`/v2/${repository}/blobs/${digest}`)
      const pulled = createHash('sha256')
      let kept = 0
      await pipeline(pull, async (chunks: AsyncIterable<Uint8Array>) => {
        let isFirst = true
        for await (const part of chunks) {
          pulled.update(part)
          if (!isFirst) continue
          isFirst = false
          // Whoever reads slowly is waited for, and nothing is laid up for them meanwhile.
          await sleep(1_500)
          kept = (proxy?.countWrittenBytes() ?? 0) + (proxy?.readResidentBytes() ?? 0)
        }
      })
      expect(`sha256:${pulled.digest('hex')}`).toBe(digest)
      expect(kept).toBeLessThan(keptBytes)
    })

    test('the audit log has the address of the client, whatever the client says', async () => {
      const tag = `seen-${name}`
      await pushManifest(tag, { 'x-forwarded-for': '203.0.113.9' })
      await expect.poll(() => findAddress(tag)).toBe(clientAddress)
    })
  })
})

function toRegistryUrl(path: string): string {
  return `https://${registryName}:${httpsPort}${path}`
}

/** Asks the proxy, as the publisher where it is the registry that is asked. */
async function send(
  path: string,
  { method = 'GET', host = registryName, headers = {}, body }: Options = {},
): Promise<IncomingMessage> {
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`
  const isPublisher = host === registryName && path !== '/v2/'
  const sending = request({
    host: '127.0.0.1',
    port: httpsPort,
    servername: host,
    localAddress: clientAddress,
    ca: certificates.authority,
    agent: false,
    path,
    method,
    headers: { host: `${host}:${httpsPort}`, ...(isPublisher && { authorization }), ...headers },
  })
  const answered = once(sending, 'response')
  if (body === undefined) sending.end()
  else await pipeline(Readable.from(body), sending)
  const [response] = await answered
  return response
}

async function pushManifest(tag: string, headers: Record<string, string> = {}): Promise<void> {
  const config = Buffer.from('{}')
  const digest = `sha256:${createHash('sha256').update(config).digest('hex')}`
  const one = async function* (bytes: Uint8Array) {
    yield bytes
  }
  const posted = await send(`/v2/${repository}/blobs/uploads/?digest=${digest}`, {
    method: 'POST',
    body: one(config),
  })
  expect([posted.statusCode, await text(posted)]).toEqual([201, ''])
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.length },
    layers: [],
    annotations: { tag },
  }
  const put = await send(`/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType, ...headers },
    body: one(Buffer.from(JSON.stringify(manifest))),
  })
  expect([put.statusCode, await text(put)]).toEqual([201, ''])
}

/** While the client still sends: how much of an upload the registry has on its disk. */
async function waitForArrival(bytes: number): Promise<number> {
  const uploads = join(start.dataDir, 'uploads')
  let arrived = 0
  for (let looks = 0; looks < 200 && arrived <= bytes; looks += 1) {
    await sleep(50)
    const sizes = readdirSync(uploads).map(
      (file) => statSync(join(uploads, file), { throwIfNoEntry: false })?.size ?? 0,
    )
    arrived = Math.max(0, ...sizes)
  }
  return arrived
}

/** From the audit log's files. */
function findAddress(tag: string): string | undefined {
  const audit = join(start.dataDir, 'audit')
  const records = readdirSync(audit)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(audit, file), 'utf8').split('\n'))
  const record = records.find((line) => line.includes(`"${tag}"`))
  return record === undefined ? undefined : /"sourceIPAddress":"([^"]+)"/.exec(record)?.[1]
}
