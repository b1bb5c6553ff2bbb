/** Why a signature was not verified, from what the verifying library says; and for those it does not tell apart, from the bundle. */
import type { Bundle } from '@sigstore/bundle'
import { VerificationError } from '@sigstore/verify'
import { readBundledCertificate } from './bundled-certificate.ts'
import type { Doubt } from './proof.ts'

export function toDoubt(error: unknown, bundle: Bundle): Doubt {
  if (!(error instanceof VerificationError)) return 'unreadable'
  const { code } = error
  if (code === 'SIGNATURE_ERROR') return 'bad-signature'
  if (code === 'PUBLIC_KEY_ERROR') return 'unknown-key'
  if (code === 'CERTIFICATE_ERROR') return isTimely(bundle) ? 'unknown-root' : 'untimely'
  return 'not-logged'
}

/** Whether the certificate was valid when the entries say that it was used; true where none says anything. */
function isTimely(bundle: Bundle): boolean {
  const certificate = readBundledCertificate(bundle)
  if (certificate === null) return true
  const { validFromDate, validToDate } = certificate
  return bundle.verificationMaterial.tlogEntries
    .map(({ integratedTime }) => Number(integratedTime) * 1000)
    .filter((time) => time !== 0)
    .every((time) => time >= validFromDate.getTime() && time <= validToDate.getTime())
}
