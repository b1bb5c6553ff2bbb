/** Says where the newest image runs on something else than its publisher declares. */
import { type ImagePlatforms, listLabelsBeyond, type PlatformLabels } from '#lib/oci/join-platforms.ts'

const listFormat = new Intl.ListFormat('en', { type: 'conjunction' })

/** A line stays a line, however many labels there are. */
const maxLabels = 6

/**
 * Words for the difference; null where there is none, and where one of the two says nothing.
 * @example 'Declared: Linux, x86-64. The newest image, 1.4.0, also runs on ARM 64.'
 */
export function describePlatforms(declared: PlatformLabels, image: ImagePlatforms | null): string | null {
  if (image === null) return null
  const pairs = [
    [declared.operatingSystems, image.operatingSystems],
    [declared.architectures, image.architectures],
  ] as const
  // A publisher who declares no operating system does not say that there is none.
  const comparable = pairs.filter(([said, found]) => said.length > 0 && found.length > 0)
  const more = comparable.flatMap(([said, found]) => listLabelsBeyond(found, said))
  const missing = comparable.flatMap(([said, found]) => listLabelsBeyond(said, found))
  const absence = `${toList(missing)} ${missing.length === 1 ? 'is' : 'are'} declared, but ${image.tag} has no such image`
  const surplus = `also runs on ${toList(more)}.`
  if (missing.length === 0 && more.length === 0) return null
  if (more.length === 0) return `${absence}.`
  if (missing.length > 0) return `${absence}. It ${surplus}`
  const labels = shorten([...declared.operatingSystems, ...declared.architectures]).join(', ')
  return `Declared: ${labels}. The newest image, ${image.tag}, ${surplus}`
}

function toList(labels: readonly string[]): string {
  return listFormat.format(shorten(labels))
}

function shorten(labels: readonly string[]): string[] {
  const rest = labels.length - maxLabels
  return rest <= 1 ? [...labels] : [...labels.slice(0, maxLabels), `${rest} others`]
}
