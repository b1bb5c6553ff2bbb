/** The certificate of the signer in a bundle, whoever issued it. Its bytes are a stranger's. */
import { X509Certificate } from 'node:crypto'
import type { Bundle } from '@sigstore/bundle'

export type BundledCertificate = Pick<
  X509Certificate,
  'subject' | 'subjectAltName' | 'validFromDate' | 'validToDate' | 'ca' | 'keyUsage'
>

/** @returns null where the bundle has none, or what stands in its place is no certificate */
export function readBundledCertificate({ verificationMaterial }: Bundle): BundledCertificate | null {
  const { content } = verificationMaterial
  const raw =
    content.$case === 'certificate'
      ? content.certificate.rawBytes
      : content.$case === 'x509CertificateChain'
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined
  if (raw === undefined) return null
  try {
    // Each is read when it is asked for, and what cannot be read throws.
    const { subject, subjectAltName, validFromDate, validToDate, ca, keyUsage } = new X509Certificate(raw)
    return { subject, subjectAltName, validFromDate, validToDate, ca, keyUsage }
  } catch {
    return null
  }
}
