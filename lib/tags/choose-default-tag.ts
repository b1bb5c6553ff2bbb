/**
 * The tag to offer first of a repository: in its pull command, its row of a search, and for the platforms and facts that are shown.
 * What was pushed last need not be what one wants: a correction of an old version, a build of last night, a signature. Pure.
 */
import { type ArtifactKind, isAttachmentKind, toListedKind } from '#lib/oci/artifact-kind.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import { compareText } from '#lib/oci/compare-natural.ts'
import { compareByMeaning, compareByVersion, type TagKey, toTagKey } from './compare-tags.ts'

/** The resource tag of a repository by which its publisher says which image tag to offer first. */
export const DEFAULT_TAG_KEY = 'public-gallery:default-tag'

export interface DefaultTagCandidate {
  tag: string
  digest: string
  /** ISO 8601; null where it is not known. */
  pushedAt: string | null
  /** The `artifactType`, or the media type of the config; null for an image. */
  artifactMediaType: string | null
}

interface Known<Candidate> {
  candidate: Candidate
  key: TagKey
}

/**
 * Chooses, in this order: what the publisher says; what `latest` names, if it can be pulled as such; the highest release, plain versions
 * before those of a family (`openjdk-21`); what was pushed last. Where the image has several tags, the one that says
 * most stands for it.
 * @param publisherTag as the publisher set it; one that does not exist is passed over
 * @returns null when there is nothing that can be pulled
 */
export function chooseDefaultTag<Candidate extends DefaultTagCandidate>(
  candidates: readonly Candidate[],
  publisherTag: string | null,
): Candidate | null {
  const chosen = publisherTag === null ? undefined : candidates.find(({ tag }) => tag === publisherTag)
  if (chosen !== undefined) return chosen
  const known = listOffered(candidates).map((candidate) => ({ candidate, key: toTagKey(candidate.tag) }))
  const latest = known.find(({ candidate }) => candidate.tag === 'latest' && !isChart(candidate))
  if (latest !== undefined) return nameBest(known, latest)
  const release = findHighestRelease(known)
  if (release !== null) return nameBest(known, release)
  const [newest] = known.toSorted(compareByPushTime)
  return newest?.candidate ?? null
}

/** Of what stands for itself, not what comes beside it: a builder's cache, a page for a catalogue. Those where there is nothing else. */
function listOffered<Candidate extends DefaultTagCandidate>(candidates: readonly Candidate[]): Candidate[] {
  const standing = candidates.filter(isOffered)
  const kinds = standing.map(({ tag, artifactMediaType }) => toListedKind(artifactMediaType, tag))
  const main = standing.filter((_, at) => !besides.has(kinds[at] ?? 'image'))
  return main.length > 0 ? main : standing
}

const besides: ReadonlySet<ArtifactKind> = new Set(['build-cache', 'files', 'artifact'])

/** Something of its own, and no statement about something else. */
function isOffered({ tag, artifactMediaType }: DefaultTagCandidate): boolean {
  return !isAttachmentTag(tag) && !isAttachmentKind(toListedKind(artifactMediaType, tag))
}

/** Helm takes versions alone. */
function isChart({ tag, artifactMediaType }: DefaultTagCandidate): boolean {
  return toListedKind(artifactMediaType, tag) === 'chart'
}

/** Of several families the one that was pushed to last: `py3.12-1.0` and `node20-1.0` cannot be compared. */
function findHighestRelease<Candidate extends DefaultTagCandidate>(
  known: readonly Known<Candidate>[],
): Known<Candidate> | null {
  const released = known.filter(({ key: { version } }) => version !== null && version.stage !== 'pre-release')
  const plain = released.filter(({ key: { version } }) => version?.name === '' && !version.isDate)
  const pools = [
    plain.filter(({ key }) => key.version?.stage === 'release'),
    plain,
    released.filter(({ key }) => key.version?.name === ''),
    inNewestFamily(released),
  ]
  const pool = pools.find(({ length }) => length > 0) ?? []
  return pool.toSorted((a, b) => compareByVersion(a.key, b.key))[0] ?? null
}

function inNewestFamily<Candidate extends DefaultTagCandidate>(
  released: readonly Known<Candidate>[],
): Known<Candidate>[] {
  const [newest] = released.toSorted(compareByPushTime)
  return released.filter(({ key }) => key.version?.name === newest?.key.version?.name)
}

/** The tag of the same image that says most; a pre-release that became `latest` is not called one. */
function nameBest<Candidate extends DefaultTagCandidate>(
  known: readonly Known<Candidate>[],
  chosen: Known<Candidate>,
): Candidate {
  const names = known.filter(
    ({ candidate, key: { version } }) =>
      candidate === chosen.candidate ||
      (candidate.digest === chosen.candidate.digest && version !== null && version.stage !== 'pre-release'),
  )
  return names.toSorted((a, b) => compareByMeaning(a.key, b.key))[0]?.candidate ?? chosen.candidate
}

function compareByPushTime<Candidate extends DefaultTagCandidate>(a: Known<Candidate>, b: Known<Candidate>) {
  return compareText(b.candidate.pushedAt ?? '', a.candidate.pushedAt ?? '') || compareByMeaning(a.key, b.key)
}
