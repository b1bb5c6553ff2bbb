import type { Texts } from '#lib/language/texts.ts'
import type { RegistryTrouble } from '#lib/pages/status/get-registry-health.ts'

/** What is wrong with the gallery's own registry, in a sentence. */
export function describeRegistryTrouble(
  { kind, lostBlobs }: RegistryTrouble,
  texts: Texts<'status'>,
): string {
  return texts(`registry.${kind}`, { count: lostBlobs })
}
