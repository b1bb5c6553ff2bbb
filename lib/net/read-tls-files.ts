/** The certificate and key of a program that speaks TLS itself: read from their files, and looked at before anybody is shown them. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { ConfigError, type TlsFiles } from '#lib/config/config.ts'

/** What is told of a certificate. */
export interface CertificateFacts {
  /** The names and addresses that it is for. */
  names: string[]
  /** ISO 8601. */
  validUntil: string
  /** SHA-256, in hexadecimal digits with colons. */
  fingerprint: string
}

export interface ReadTlsFiles {
  /** For a secure context. */
  cert: Buffer
  key: Buffer
  facts: CertificateFacts
}

/**
 * Reads both files.
 * @throws {ConfigError} naming the file and nothing of its content, when one cannot be read, is no PEM, or the key is another certificate's
 */
export function readTlsFiles({ certificateFile, keyFile }: TlsFiles): ReadTlsFiles {
  const cert = readOne(certificateFile)
  const key = readOne(keyFile)
  // The first one of the file is the program's own, those behind it lead to a root.
  const own = attempt(certificateFile, 'has no certificate in PEM form', () => new X509Certificate(cert))
  const privateKey: KeyObject = attempt(keyFile, 'has no private key in PEM form without a passphrase', () =>
    createPrivateKey(key),
  )
  if (!own.checkPrivateKey(privateKey)) {
    throw new ConfigError(`${keyFile} is not the key of the certificate in ${certificateFile}.`)
  }
  attempt(certificateFile, 'cannot be used for TLS', () => createSecureContext({ cert, key }))
  return { cert, key, facts: toFacts(own) }
}

function readOne(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new ConfigError(`${path} cannot be read (${code}).`, { cause: error })
  }
}

function attempt<T>(path: string, what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new ConfigError(`${path} ${what}.`, { cause: error })
  }
}

function toFacts(certificate: X509Certificate): CertificateFacts {
  const alternatives = (certificate.subjectAltName ?? '').split(', ').flatMap((entry) => {
    const [, name] = /^(?:DNS|IP Address):(.+)$/.exec(entry) ?? []
    return name === undefined ? [] : [name]
  })
  return {
    names: alternatives,
    validUntil: certificate.validToDate.toISOString(),
    fingerprint: certificate.fingerprint256,
  }
}
