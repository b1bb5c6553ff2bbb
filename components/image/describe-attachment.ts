/** What something attached to an image is, in words: what kind of statement, and made with what. Pure. */
import { describeKind } from '#lib/oci/artifact-kind.ts'
import { type Attachment, isBomPredicate, isProvenancePredicate } from '#lib/oci/attachment.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'

/** What it claims, as the heading of its row. @example 'Bill of materials, how it was built' */
export function describeStatement({ kind, predicates }: Attachment): string {
  if (kind !== 'attestation' || predicates.length === 0) return describeKind(kind)
  const hasBom = predicates.some(isBomPredicate)
  const hasProvenance = predicates.some(isProvenancePredicate)
  if (hasBom && hasProvenance) return 'Attestation: how it was built, and a bill of materials'
  if (hasBom) return 'Attestation: a bill of materials'
  return hasProvenance ? 'Attestation: how it was built' : 'Attestation'
}

/** In which format, as far as it is stated. */
export function describeFormat({ artifactType, predicates, tag, annotations }: Attachment): string {
  const type = artifactType?.toLowerCase() ?? ''
  if (type.startsWith('application/vnd.cncf.notary.')) return 'Notation'
  if (type.startsWith('application/vnd.dev.sigstore.bundle')) return toDetail('Sigstore bundle', predicates)
  if (tag !== null) return toDetail(`cosign, under the tag …${toShownText(tag.slice(-12), 12)}`, predicates)
  if (annotations['vnd.docker.reference.type'] === 'attestation-manifest') {
    return toDetail('BuildKit, in the index', predicates)
  }
  return artifactType === null ? toDetail('', predicates) : toShownText(artifactType, 128)
}

function toDetail(words: string, predicates: readonly string[]): string {
  const shown = predicates.slice(0, 3).map((one) => toShownText(one, 80).replace(/^https?:\/\//, ''))
  return [words, shown.join(', ')].filter((part) => part !== '').join('; ')
}
