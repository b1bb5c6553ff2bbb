/** Guards TLS of a program's own: what is spoken with whom on its port, and how a certificate is replaced. */
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Server } from 'node:http'
import { request } from 'node:https'
import { type AddressInfo, connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  canMakeCertificates,
  createTestCertificates,
  type TestCertificates,
} from '#testing/test-certificates.ts'
import { readTlsFiles } from './read-tls-files.ts'
import { describeTls, findServedTls, type ServedTls, type ServeTlsOptions, serveTls } from './serve-tls.ts'

if (!canMakeCertificates) test.skip('skipped, because openssl is not here')

describe.runIf(canMakeCertificates)('TLS of its own', () => {
  let folder: string
  let certificates: TestCertificates
  let server: Server
  let tls: ServedTls
  let port: number
  let lines: string[]
  const files = () => ({ certificateFile: join(folder, 'live.pem'), keyFile: join(folder, 'live.key') })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'serve-tls-'))
    certificates = createTestCertificates(folder)
    lines = []
    putInPlace('first')
  })
  afterEach(async () => {
    if (server?.listening) {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
    rmSync(folder, { recursive: true })
  })

  function putInPlace(name: string, days?: number): void {
    const made = certificates.issue(name, [`${name}.example`, '127.0.0.1'], days)
    copyFileSync(made.keyFile, files().keyFile)
    copyFileSync(made.certificateFile, files().certificateFile)
  }

  async function start(options: Partial<ServeTlsOptions> = {}): Promise<void> {
    server = new Server(async (incoming, response) => {
      const body = await text(incoming)
      const facts = {
        isSecure: 'encrypted' in incoming.socket,
        peer: incoming.socket.remoteAddress,
        length: body.length,
      }
      response.end(JSON.stringify(facts))
    })
    const log = {
      info: (_: object, message: string) => lines.push(message),
      error: (_: object, message: string) => lines.push(message),
    }
    tls = serveTls(server, { files: files(), log, secureUrl: null, ...options })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }

  async function post(body: string): Promise<unknown> {
    const sending = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      ca: certificates.authority,
      agent: false,
    })
    sending.end(body)
    const [response] = await once(sending, 'response')
    return JSON.parse(await text(response))
  }

  async function shake(options: object = {}): Promise<TLSSocket> {
    const socket = connect({ port, host: '127.0.0.1', ca: certificates.authority, ...options })
    await once(socket, 'secureConnect')
    return socket
  }

  const nameOfPeer = async () => {
    const socket = await shake()
    const name = socket.getPeerCertificate().subject.CN
    socket.destroy()
    return name
  }

  test.each([0, 1, 100_000, 3_000_000])(
    'a body of %i bytes arrives, with TLS and without',
    async (length) => {
      await start()
      const body = 'a'.repeat(length)
      expect(await post(body)).toEqual({ isSecure: true, peer: '127.0.0.1', length })
      const plain = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
      expect(await plain.json()).toEqual({ isSecure: false, peer: '127.0.0.1', length })
    },
  )

  test('requests follow each other on one connection, also where the first bytes come one by one', async () => {
    await start()
    const socket = connectPlain(port, '127.0.0.1')
    for (const byte of 'GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n') {
      socket.write(byte)
      await new Promise(setImmediate)
    }
    expect((await text(socket)).match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  })

  test('other machines are told to speak HTTPS, and sent to where it is spoken', async () => {
    await start({ secureUrl: 'https://gallery.example', isNear: () => false })
    const moved = await fetch(`http://127.0.0.1:${port}/a/b?c=d`, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([308, 'https://gallery.example/a/b?c=d'])
    const posted = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' })
    expect([posted.status, await posted.text()]).toEqual([400, expect.stringContaining('https://')])
    expect(await post('x')).toMatchObject({ isSecure: true })
  })

  test('versions before 1.2 are refused, and HTTP/1.1 is agreed on', async () => {
    await start()
    const old = shake({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })
    await expect(old).rejects.toThrow()
    for (const version of ['TLSv1.2', 'TLSv1.3']) {
      const socket = await shake({
        minVersion: version,
        maxVersion: version,
        ALPNProtocols: ['h2', 'http/1.1'],
      })
      expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'http/1.1'])
      socket.destroy()
    }
  })

  test('a new certificate is shown to new connections, and old ones go on', async () => {
    await start()
    const before = await shake()
    expect(await nameOfPeer()).toBe('first.example')
    putInPlace('second')
    tls.reload()
    expect(await nameOfPeer()).toBe('second.example')
    before.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(await text(before)).toContain('"isSecure":true')
    expect(lines).toEqual(['TLS with a certificate of its own', 'the certificate was replaced'])
  })

  test.each<[string, () => void, RegExp]>([
    [
      'is no PEM',
      () => writeFileSync(files().certificateFile, 'x'),
      /live\.pem has no certificate in PEM form/,
    ],
    ['is gone', () => rmSync(files().keyFile), /live\.key cannot be read \(ENOENT\)/],
    [
      'is of another key',
      () => {
        const { certificateFile } = certificates.issue('other', ['other.example'])
        copyFileSync(certificateFile, files().certificateFile)
      },
      /live\.key is not the key of the certificate in/,
    ],
    ['has ended', () => putInPlace('ended', -1), /live\.pem ended on /],
  ])('a new file that %s changes nothing, and is told once', async (_, spoil, words) => {
    await start()
    spoil()
    tls.reload()
    tls.reload()
    expect(await nameOfPeer()).toBe('first.example')
    expect(lines.slice(1)).toEqual([expect.stringMatching(words)])
    expect(describeTls(tls).isNewest).toBe(false)
    putInPlace('mended')
    tls.reload()
    expect(await nameOfPeer()).toBe('mended.example')
    expect(describeTls(tls)).toMatchObject({ isNewest: true })
  })

  test('a start with files that cannot be used says which, and nothing of their content', async () => {
    writeFileSync(files().keyFile, 'secret words')
    expect(() => readTlsFiles(files())).toThrow(/live\.key has no private key in PEM form/)
    expect(() => readTlsFiles(files())).not.toThrow(/secret words/)
    await expect(start()).rejects.toThrow(/live\.key/)
  })

  test('a server that closes its connections closes those that have said nothing, or are at their handshake', async () => {
    await start()
    const silent = connectPlain(port, '127.0.0.1')
    const begun = connectPlain(port, '127.0.0.1')
    await once(begun, 'connect')
    begun.write(Buffer.from([22, 3, 1]))
    await nameOfPeer()
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await Promise.all([closed, once(silent, 'close'), once(begun, 'close')])
    expect(findServedTls(server)).toBe(tls)
  })
})
