/** What something attached to an image is, in words: what kind of statement, and made with what. Pure. */

import { isolateText } from '#lib/language/isolate-text.ts'
import type { Texts } from '#lib/language/texts.ts'
import { type Attachment, isBomPredicate, isProvenancePredicate } from '#lib/oci/attachment.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'

/** What it claims, as the heading of its row. @example 'Attestation: a bill of materials' */
export function describeStatement({ kind, predicates }: Attachment, texts: Texts<'proof'>): string {
  if (kind !== 'attestation') return texts(`kinds.${kind}`)
  const hasBom = predicates.some(isBomPredicate)
  const hasProvenance = predicates.some(isProvenancePredicate)
  if (hasBom && hasProvenance) return texts('statements.buildAndBom')
  if (hasBom) return texts('statements.bom')
  return hasProvenance ? texts('statements.build') : texts('kinds.attestation')
}

/** In which format, as far as it is stated. */
export function describeFormat(
  { artifactType, predicates, tag, annotations }: Attachment,
  texts: Texts<'proof'>,
): string {
  const type = artifactType?.toLowerCase() ?? ''
  if (type.startsWith('application/vnd.cncf.notary.')) return 'Notation'
  if (type.startsWith('application/vnd.dev.sigstore.bundle')) {
    return toDetail(texts('formats.bundle'), predicates, texts)
  }
  if (tag !== null) {
    return toDetail(texts('formats.cosignTag', { tag: toShownText(tag.slice(-12), 12) }), predicates, texts)
  }
  if (annotations['vnd.docker.reference.type'] === 'attestation-manifest') {
    return toDetail(texts('formats.buildkit'), predicates, texts)
  }
  return artifactType === null ? toDetail('', predicates, texts) : toShownText(artifactType, 128)
}

function toDetail(words: string, predicates: readonly string[], texts: Texts<'proof'>): string {
  const shown = predicates
    .slice(0, 3)
    .map((one) => isolateText(toShownText(one, 80).replace(/^https?:\/\//, '')))
  const types = shown.join(', ')
  if (words === '' || types === '') return words + types
  return texts('formats.ofTypes', { format: words, types })
}
