/** Says where the newest image runs on something else than its publisher declares. */
import { describeLanguage, joinNames, type Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import { type ImagePlatforms, listLabelsBeyond, type PlatformLabels } from '#lib/oci/join-platforms.ts'

/** A line stays a line, however many labels there are. */
const maxLabels = 6

/**
 * Words for the difference; null where there is none, and where one of the two says nothing.
 * @example 'Declared: Linux, x86-64. The newest image, 1.4.0, also runs on ARM 64.'
 */
export function describePlatforms(
  declared: PlatformLabels,
  image: ImagePlatforms | null,
  texts: Texts<'repository'>,
  language: Language,
): string | null {
  if (image === null) return null
  const pairs = [
    [declared.operatingSystems, image.operatingSystems],
    [declared.architectures, image.architectures],
  ] as const
  // A publisher who declares no operating system does not say that there is none.
  const comparable = pairs.filter(([said, found]) => said.length > 0 && found.length > 0)
  const more = comparable.flatMap(([said, found]) => listLabelsBeyond(found, said))
  const missing = comparable.flatMap(([said, found]) => listLabelsBeyond(said, found))
  if (missing.length === 0 && more.length === 0) return null
  const { tag } = image
  const list = new Intl.ListFormat(describeLanguage(language).locale, { type: 'conjunction' })
  const shown = {
    tag,
    count: missing.length,
    missing: list.format(shorten(missing, texts)),
    more: list.format(shorten(more, texts)),
  }
  if (more.length === 0) return texts('platforms.missing', shown)
  if (missing.length > 0) return texts('platforms.both', shown)
  const labels = shorten([...declared.operatingSystems, ...declared.architectures], texts)
  return texts('platforms.more', { ...shown, declared: joinNames(labels, language) })
}

function shorten(labels: readonly string[], texts: Texts<'repository'>): string[] {
  const rest = labels.length - maxLabels
  if (rest <= 1) return [...labels]
  return [...labels.slice(0, maxLabels), texts('platforms.others', { count: rest })]
}
