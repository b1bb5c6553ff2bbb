/**
 * The order of versions as each kind of package has it. One of which nobody knows the kind is read by the words that say how finished something is.
 * Each character is looked at a few times. Pure.
 */
import { compareAlpineVersions } from './compare-alpine-versions.ts'
import { compareComposerVersions } from './compare-composer-versions.ts'
import { compareDebianVersions } from './compare-debian-versions.ts'
import { comparePythonVersions } from './compare-python-versions.ts'
import { compareMavenVersions, comparePlainVersions } from './compare-qualified-versions.ts'
import { compareArchVersions, compareRpmVersions } from './compare-rpm-versions.ts'
import { compareRubyVersions } from './compare-ruby-versions.ts'
import {
  compareDartVersions,
  compareGoVersions,
  compareNugetVersions,
  compareSemanticVersions,
} from './compare-semantic-versions.ts'

/** A longer one is cut. */
const maxLength = 200

/** By the types of package URLs. */
const orders = new Map<string | null, (a: string, b: string) => number>([
  ['alpm', compareArchVersions],
  ['apk', compareAlpineVersions],
  ['cargo', compareSemanticVersions],
  ['cocoapods', compareRubyVersions],
  ['composer', compareComposerVersions],
  ['deb', compareDebianVersions],
  ['ebuild', compareAlpineVersions],
  ['gem', compareRubyVersions],
  ['golang', compareGoVersions],
  ['hex', compareSemanticVersions],
  ['maven', compareMavenVersions],
  ['npm', compareSemanticVersions],
  ['nuget', compareNugetVersions],
  ['pub', compareDartVersions],
  ['pypi', comparePythonVersions],
  ['rpm', compareRpmVersions],
  ['swift', compareSemanticVersions],
])

/** Negative when `a` is the older one. @param type of the package, as in its package URL */
export function comparePackageVersions(type: string | null, a: string, b: string): number {
  const compare = orders.get(type) ?? comparePlainVersions
  return compare(a.slice(0, maxLength).trim(), b.slice(0, maxLength).trim())
}

/** Kinds whose distribution counts changes of the numbering itself in front of a version. */
const typesWithEpoch = new Set<string | null>(['alpm', 'deb', 'rpm'])

/** What distributions add behind the version that its makers gave it. */
const revisions = new Map([
  ['alpm', /-[^-]*$/],
  ['apk', /-r\d+$/],
  ['deb', /-[^-]*$/],
  ['ebuild', /-r\d+$/],
  ['rpm', /-[^-]*$/],
])

/**
 * Compares a version with one that somebody has typed. An epoch or a revision counts only where it is typed: `openssl@<3.0.8` means the
 * version that its makers gave it, and Red Hat's is `1:3.0.7-27.el9`.
 * @param type of the package, as in its package URL
 */
export function compareWithAsked(type: string | null, version: string, asked: string): number {
  const own = typesWithEpoch.has(type) && !/^\d+:/.test(asked) ? version.replace(/^\d+:/, '') : version
  const revision = revisions.get(type ?? '')
  const isWhole = revision === undefined || revision.test(asked)
  return comparePackageVersions(type, isWhole ? own : own.replace(revision, ''), asked)
}
