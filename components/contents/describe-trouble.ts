/** Why there may be more files in an image than are shown, in words. Pure. */
import type { Texts } from '#lib/language/texts.ts'
import type { LayerTrouble } from '#lib/layers/layer-trouble.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'

/** @example describeTrouble({ kind: 'too-dense', bound: 250 }, texts) // 'The layer unpacks to more than 250 times its size.' */
export function describeTrouble(
  { kind, detail, bound, shown }: LayerTrouble,
  texts: Texts<'contents'>,
): string {
  return texts(`layerTroubles.${kind}`, {
    detail: toShownText(detail ?? '', 300),
    // What a program says of an archive is English; this is most of it.
    damage: detail === 'checksum failure' ? 'checksum' : 'other',
    bound: String(bound ?? ''),
    shown: String(shown ?? ''),
  })
}
