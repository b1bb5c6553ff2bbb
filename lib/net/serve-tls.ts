/**
 * Has a server of `node:http` speak TLS on its own port, with a certificate that is read again when its files change. The first byte of
 * a connection tells TLS (RFC 8446, section 5.1: a handshake record begins with 22) from plain HTTP, which is still spoken with this
 * machine itself: the other program, its probes and its supervisor need no certificate that names the loopback address. Who asks from
 * elsewhere without TLS is sent away.
 */
import { unwatchFile, watchFile } from 'node:fs'
import { type IncomingMessage, Server as PlainServer, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { TlsFiles } from '#lib/config/config.ts'
import { type CertificateFacts, readTlsFiles } from './read-tls-files.ts'

const handshakeByte = 22

/** For the first byte, and then for the handshake; as long as the registry waits for headers. */
const patienceMs = 15_000

/** How often the files are looked at, without opening them. */
const lookMs = 5_000

/** Certificate and key are two files, and are replaced one after the other. */
const settleMs = 500

const tlsRules = { minVersion: 'TLSv1.2', honorCipherOrder: true } as const

const served = new WeakMap<Server, ServedTls>()

/** What was put before the server; null where it speaks plain HTTP. */
export function findServedTls(server: Server): ServedTls | null {
  return served.get(server) ?? null
}

/** What anybody may know of it; the log has the files' names. */
export interface TlsSummary {
  /** ISO 8601: the end of the certificate. */
  validUntil: string
  /** False while the files on the disk cannot be used, and the certificate is that of before. */
  isNewest: boolean
}

/** What `/status` and `/healthz` say of a certificate. */
export function describeTls({ certificate, problem }: ServedTls): TlsSummary {
  return { validUntil: certificate.validUntil, isNewest: problem === null }
}

export interface TlsLog {
  info(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface ServedTls {
  /** What visitors are shown now. */
  readonly certificate: CertificateFacts
  /** Why the files as they are now are not used; null when they are. */
  readonly problem: string | null
  /** Reads the files again. What cannot be used is told to the log, and changes nothing. */
  reload(): void
}

export interface ServeTlsOptions {
  files: TlsFiles
  log: TlsLog
  /** Where those are sent who ask for something without TLS from another machine; null for words alone. */
  secureUrl: string | null
  /** With whom plain HTTP is spoken: this machine. */
  isNear?: (socket: Socket) => boolean
  /** A clock in milliseconds. */
  now?: () => number
}

/**
 * Puts TLS before the server, which does not listen yet.
 * @throws {ConfigError} when the files cannot be used
 */
export function serveTls(
  server: Server,
  { files, log, secureUrl, isNear = isOfThisMachine, now = Date.now }: ServeTlsOptions,
): ServedTls {
  let { cert, key, facts } = readTlsFiles(files)
  let problem: string | null = null
  const secure = createTlsServer({
    ...tlsRules,
    cert,
    key,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: patienceMs,
  })
  const refusing = createRefusingServer(secureUrl)
  const speakHttp = server.listeners('connection')
  /** Connections that the server does not know yet, and cannot close. */
  const undecided = new Map<string, Socket>()

  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const name = toPeer(socket)
    undecided.set(name, socket)
    const patience = setTimeout(() => socket.destroy(), patienceMs).unref()
    socket.on('error', () => {})
    socket.once('close', () => {
      clearTimeout(patience)
      if (undecided.get(name) === socket) undecided.delete(name)
    })
    socket.once('data', (first: Buffer) => {
      clearTimeout(patience)
      socket.pause()
      socket.unshift(first)
      if (first[0] === handshakeByte) secure.emit('connection', socket)
      else if (isNear(socket)) {
        undecided.delete(name)
        for (const listener of speakHttp) listener.call(server, socket)
      } else refusing.emit('connection', socket)
      // What was put back is read first, by whoever listens now.
      process.nextTick(() => socket.resume())
    })
  })
  secure.on('secureConnection', (socket) => {
    // The server knows it from now on, and closes with it the one below.
    undecided.delete(toPeer(socket))
    for (const listener of speakHttp) listener.call(server, socket)
  })
  // A client that gives up, or wants an old version, is nobody's failure.
  secure.on('tlsClientError', (_error, socket) => socket.destroy())
  closeWith(server, undecided)

  const reload = () => {
    try {
      const read = readTlsFiles(files)
      if (read.cert.equals(cert) && read.key.equals(key)) {
        problem = null
        return
      }
      if (Date.parse(read.facts.validUntil) < now() && Date.parse(facts.validUntil) >= now()) {
        throw new Error(`The certificate in ${files.certificateFile} ended on ${read.facts.validUntil}.`)
      }
      secure.setSecureContext({ ...tlsRules, cert: read.cert, key: read.key })
      ;({ cert, key, facts } = read)
      problem = null
      log.info({ certificate: facts }, 'the certificate was replaced')
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      // The same files are not told of twice.
      if (problem === message) return
      problem = message
      log.error(
        { certificate: facts },
        `the certificate was not replaced, and the one before stays: ${message}`,
      )
    }
  }
  let settling: NodeJS.Timeout | null = null
  const onChange = () => {
    settling ??= setTimeout(() => {
      settling = null
      reload()
    }, settleMs).unref()
  }
  const paths = [files.certificateFile, files.keyFile]
  for (const path of paths) watchFile(path, { interval: lookMs, persistent: false }, onChange)
  log.info({ certificate: facts }, 'TLS with a certificate of its own')
  if (Date.parse(facts.validUntil) < now()) {
    log.error({ certificate: facts }, `the certificate ended on ${facts.validUntil}: clients will refuse it`)
  }

  const tls: ServedTls = {
    get certificate() {
      return facts
    },
    get problem() {
      return problem
    },
    reload,
  }
  server.once('close', () => {
    for (const path of paths) unwatchFile(path, onChange)
    if (settling !== null) clearTimeout(settling)
  })
  served.set(server, tls)
  return tls
}

function isOfThisMachine({ remoteAddress = '', localAddress }: Socket): boolean {
  const address = remoteAddress.replace(/^::ffff:/, '')
  return address === '::1' || address.startsWith('127.') || remoteAddress === localAddress
}

/** The same for a connection and for the encrypted one above it. */
function toPeer({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/** A server that is told to close its connections closes these as well. */
function closeWith(server: Server, sockets: ReadonlyMap<string, Socket>): void {
  for (const name of ['closeAllConnections', 'closeIdleConnections'] as const) {
    const close = server[name].bind(server)
    server[name] = () => {
      for (const socket of sockets.values()) socket.destroy()
      close()
    }
  }
}

function createRefusingServer(secureUrl: string | null): Server {
  const server = new PlainServer(
    { keepAlive: false },
    ({ method = '', url = '/' }: IncomingMessage, response: ServerResponse) => {
      const isRead = method === 'GET' || method === 'HEAD'
      const moves = secureUrl !== null && isRead && url.startsWith('/') && !url.startsWith('//')
      response.writeHead(moves ? 308 : 400, {
        'content-type': 'text/plain; charset=utf-8',
        connection: 'close',
        ...(moves && { location: `${secureUrl}${url}` }),
      })
      response.end('This port speaks HTTPS. Ask again with https://.\n')
    },
  )
  return server.setTimeout(patienceMs)
}
