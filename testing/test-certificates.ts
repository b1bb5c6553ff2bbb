/** An authority of a test's own and certificates of it, made with openssl, for servers that speak TLS. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from '../scripts/find-command.ts'

export interface TestCertificates {
  /** PEM file of the authority, for clients. */
  authorityFile: string
  /** Its content. */
  authority: string
  /** Writes `NAME.pem` and `NAME.key` and returns their paths. @param hosts names and addresses that it is for */
  issue(name: string, hosts: readonly string[], days?: number): { certificateFile: string; keyFile: string }
}

export const canMakeCertificates = findCommand('openssl') !== null

/** @param folder is made, and holds everything */
export function createTestCertificates(folder: string): TestCertificates {
  mkdirSync(folder, { recursive: true })
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authorityFile = at('authority.pem')
  const subject = ['-subj', '/CN=Test authority']
  openssl('req', '-x509', ...newKey, '-keyout', at('authority.key'), '-out', authorityFile, ...subject)
  return {
    authorityFile,
    authority: readFileSync(authorityFile, 'utf8'),
    issue(name, hosts, days = 30) {
      const [certificateFile, keyFile] = [at(`${name}.pem`), at(`${name}.key`)]
      const alternatives = hosts.map((host) => `${/^[\d.]+$|:/.test(host) ? 'IP' : 'DNS'}:${host}`)
      writeFileSync(at(`${name}.ext`), `subjectAltName=${alternatives.join(',')}\n`)
      openssl('req', ...newKey, '-keyout', keyFile, '-out', at(`${name}.csr`), '-subj', `/CN=${hosts[0]}`)
      const signer = ['-CA', authorityFile, '-CAkey', at('authority.key'), '-CAcreateserial']
      const request = ['-in', at(`${name}.csr`), '-extfile', at(`${name}.ext`), '-days', String(days)]
      openssl('x509', '-req', ...request, ...signer, '-out', certificateFile)
      return { certificateFile, keyFile }
    },
  }
}
