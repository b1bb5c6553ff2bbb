/** Guards both programs with TLS of their own: clients and visitors over HTTPS, and certificates that are replaced while they run. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findGallery, readHolder } from '#testing/find-programs.ts'
import { writeImageLayout } from '#testing/oci-layout.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import {
  canMakeCertificates,
  createTestCertificates,
  type TestCertificates,
} from '#testing/test-certificates.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)

if (!canMakeCertificates) test.skip('skipped, because openssl is not here')

describe.runIf(canMakeCertificates)('TLS of their own', () => {
  let folder: string
  let certificates: TestCertificates
  let start: RunningStart
  const live = (program: string, ending: string) => join(folder, `${program}.${ending}`)
  const environment = () => ({
    REGISTRY_TLS_CERT_FILE: live('registry', 'crt'),
    REGISTRY_TLS_KEY_FILE: live('registry', 'pem.key'),
    GALLERY_TLS_CERT_FILE: live('gallery', 'crt'),
    GALLERY_TLS_KEY_FILE: live('gallery', 'pem.key'),
  })
  const portOf = (url: string) => Number(new URL(url).port)

  function putInPlace(program: string, name: string): void {
    const made = certificates.issue(name, [name, 'localhost'])
    copyFileSync(made.keyFile, live(program, 'pem.key'))
    copyFileSync(made.certificateFile, live(program, 'crt'))
  }

  beforeAll(async () => {
    if (findBuildReason() !== null) await buildGallery()
    folder = mkdtempSync(join(tmpdir(), 'tls-'))
    certificates = createTestCertificates(join(folder, 'made'))
    putInPlace('registry', 'registry-1.example')
    putInPlace('gallery', 'gallery-1.example')
    start = await startPair(environment())
    await start.waitFor('profile admin')
  }, 400_000)
  afterAll(async () => {
    await start?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  async function get(
    url: string,
  ): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
    const { port, pathname } = new URL(url)
    const sending = request({
      host: 'localhost',
      port,
      path: pathname,
      ca: certificates.authority,
      agent: false,
    })
    sending.end()
    const [response] = await once(sending, 'response')
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }

  async function nameOf(url: string): Promise<string | undefined> {
    const socket = connect({
      port: portOf(url),
      host: '127.0.0.1',
      servername: 'localhost',
      ca: certificates.authority,
    })
    await once(socket, 'secureConnect')
    const { CN } = socket.getPeerCertificate().subject
    socket.destroy()
    return Array.isArray(CN) ? CN[0] : CN
  }

  test('both speak HTTPS, say so at the start, and call themselves by it', async () => {
    const page = await get(`${start.galleryUrl}/`)
    expect([page.status, page.body]).toEqual([
      200,
      expect.stringContaining(`https://localhost:${portOf(start.galleryUrl)}`),
    ])
    const challenge = await get(`${start.registryUrl}/v2/`)
    expect(challenge.headers['www-authenticate']).toContain(
      `realm="https://localhost:${portOf(start.registryUrl)}/token/"`,
    )
    expect(start.output()).toContain(`Gallery      https://localhost:${portOf(start.galleryUrl)}`)
    expect(start.output().match(/TLS with a certificate of its own/g)).toHaveLength(2)
    expect(start.output()).toContain('registry-1.example')
  })

  test.runIf(findCommand('skopeo'))(
    'a client that knows the authority pushes and pulls, and the page shows the image',
    async () => {
      const credentials = readProfile(start.dataDir, 'admin')
      const api = new ECRPUBLICClient({ endpoint: start.registryUrl, region: 'us-east-1', credentials })
      const { repository } = await api.send(new CreateRepositoryCommand({ repositoryName: 'secure' }))
      const { authorizationData } = await api.send(new GetAuthorizationTokenCommand({}))
      const login = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64').toString()
      const uri = repository?.repositoryUri ?? ''
      mkdirSync(join(folder, 'image'))
      writeImageLayout(join(folder, 'image'), '1.0', 'over TLS')
      const env = childEnvironment({ SSL_CERT_FILE: certificates.authorityFile })
      const copy = (...args: string[]) =>
        execute('skopeo', ['copy', ...args], { cwd: folder, env, timeout: 60_000 })
      await copy('--dest-creds', login, 'oci:image:1.0', `docker://${uri}:1.0`)
      await copy(`docker://${uri}:1.0`, 'oci:back:1.0')
      const path = uri.slice(uri.indexOf('/'))
      await expect
        .poll(async () => (await get(`${start.galleryUrl}${path}`)).status, { timeout: 20_000 })
        .toBe(200)
      api.destroy()
    },
  )

  test('a certificate is replaced on a signal at once, and without one when its files change', async () => {
    putInPlace('registry', 'registry-2.example')
    process.kill(readHolder(start.dataDir), 'SIGHUP')
    await expect
      .poll(() => nameOf(start.registryUrl), { timeout: 3_000, interval: 50 })
      .toBe('registry-2.example')
    putInPlace('gallery', 'gallery-2.example')
    process.kill(findGallery(start), 'SIGHUP')
    await expect
      .poll(() => nameOf(start.galleryUrl), { timeout: 3_000, interval: 50 })
      .toBe('gallery-2.example')
    putInPlace('registry', 'registry-3.example')
    putInPlace('gallery', 'gallery-3.example')
    await expect.poll(() => nameOf(start.registryUrl), { timeout: 20_000 }).toBe('registry-3.example')
    await expect.poll(() => nameOf(start.galleryUrl), { timeout: 20_000 }).toBe('gallery-3.example')
  })

  test('files that cannot be used keep the certificate, and the log, the health and the status say so', async () => {
    const readStatus = async () => JSON.parse((await get(`${start.galleryUrl}/api/status`)).body)
    expect((await readStatus()).tls).toMatchObject([
      { program: 'gallery', condition: 'ok' },
      { program: 'registry', condition: 'ok' },
    ])
    writeFileSync(live('registry', 'crt'), 'no certificate')
    writeFileSync(live('gallery', 'pem.key'), 'no key')
    process.kill(readHolder(start.dataDir), 'SIGHUP')
    process.kill(findGallery(start), 'SIGHUP')
    await expect.poll(() => start.output().match(/the certificate was not replaced/g)?.length).toBe(2)
    expect(await nameOf(start.registryUrl)).toBe('registry-3.example')
    expect(await nameOf(start.galleryUrl)).toBe('gallery-3.example')
    expect(JSON.parse((await get(`${start.registryUrl}/healthz`)).body).tls).toMatchObject({
      isNewest: false,
    })
    await expect
      .poll(async () => (await readStatus()).tls, { timeout: 5_000 })
      .toMatchObject([
        { program: 'gallery', condition: 'not-replaced' },
        { program: 'registry', condition: 'not-replaced' },
      ])
    const page = await get(`${start.galleryUrl}/status`)
    expect(page.body).toContain('A certificate needs the operator')
    expect(page.body).not.toContain(folder)
  })

  test('a start with files that cannot be used ends, and says which', async () => {
    const failing = await startPair({ ...environment(), REGISTRY_TLS_CERT_FILE: join(folder, 'nowhere.pem') })
    await failing.program.ended
    expect(failing.output()).toContain('nowhere.pem cannot be read (ENOENT).')
    await failing.remove()
  })
})
