/** Whether a tag is a newer one of the line that another tag is of: 3.2 after 3.1, `3.2-slim` after `3.1-slim`, and never `3.2` after `3.1-slim`. Pure. */
import { toTagKey } from './compare-tags.ts'
import { compareVersions } from './compare-versions.ts'
import type { TagVersion } from './parse-tag-version.ts'

/** True for a higher version of the same line; false where one of them states no version, and for anything before a release. */
export function isNewerOfLine(tag: string, than: string): boolean {
  const [one, other] = [toTagKey(tag).version, toTagKey(than).version]
  if (one === null || other === null || one.stage === 'pre-release') return false
  return toLine(one) === toLine(other) && compareVersions(one, other) < 0
}

/** The words around the numbers of a version, which those of one line have alike. */
export function toLine({ name, isDate, suffix }: TagVersion): string {
  return `${name}${isDate ? ' by day' : ''}${suffix === null ? '' : `-${toLine(suffix)}`}`
}
