/**
 * What a signed document says: of which image it speaks, of what kind it is, and, for provenance, how the image was built. An in-toto
 * statement (v0.1, v1) with any predicate, of which SLSA provenance (v0.2, v1) is read further; or a payload of cosign's "simple
 * signing". Pure.
 */
import { isProvenancePredicate } from '#lib/oci/attachment.ts'
import { parseDigest } from '#lib/oci/digest.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Build, Proof } from './proof.ts'
import { pick, pickList, pickText, readBoundedJson } from './read-bounded-json.ts'

export type Statement = Pick<Proof, 'subject' | 'predicateType' | 'build'>

/** An index that is signed with all its platforms has some hundred subjects. */
const maxSubjects = 10_000

/**
 * Reads an in-toto statement.
 * @param subjects the digests that are asked about
 * @throws {Error} when it is none
 */
export function readStatement(text: string, subjects: readonly string[]): Statement {
  const statement = readBoundedJson(text)
  if (!pickText(statement, '_type')?.startsWith('https://in-toto.io/Statement/')) {
    throw new Error('It is no in-toto statement.')
  }
  const named = pickList(statement, 'subject').slice(0, maxSubjects)
  const predicateType = pickText(statement, 'predicateType')
  if (predicateType === null) throw new Error('The statement says nothing: it has no predicate type.')
  return {
    subject: subjects.find((digest) => named.some((one) => isDigestOf(one, digest))) ?? null,
    predicateType: toShownText(predicateType, 255),
    build: isProvenancePredicate(predicateType) ? readBuild(pick(statement, 'predicate')) : null,
  }
}

/**
 * Reads a payload of "simple signing".
 * @throws {Error} when it is none
 */
export function readSimpleSigning(text: string, subjects: readonly string[]): Statement {
  const critical = pick(readBoundedJson(text), 'critical')
  const type = pickText(critical, 'type')
  if (type !== 'cosign container image signature' && type !== 'atomic container signature') {
    throw new Error('It is no signature of an image.')
  }
  const digest = pickText(critical, 'image', 'docker-manifest-digest')
  return {
    subject: digest !== null && subjects.includes(digest) ? digest : null,
    predicateType: null,
    build: null,
  }
}

function isDigestOf(subject: unknown, digest: string): boolean {
  const parsed = parseDigest(digest)
  return parsed !== null && pick(subject, 'digest', parsed.algorithm) === parsed.hex
}

/** How it was built, as the forms of the last years say it; null where they say nothing. */
function readBuild(predicate: unknown): Build | null {
  const vcs = [
    pick(predicate, 'runDetails', 'metadata', 'buildkit_metadata', 'vcs'),
    pick(predicate, 'metadata', 'https://mobyproject.org/buildkit@v1#metadata', 'vcs'),
  ].find((found) => found !== undefined)
  const workflow = pick(predicate, 'buildDefinition', 'externalParameters', 'workflow')
  const source = pick(predicate, 'invocation', 'configSource')
  const dependency =
    pickList(predicate, 'buildDefinition', 'resolvedDependencies').find(
      (one) => pickText(one, 'digest', 'gitCommit') !== null,
    ) ?? null
  const entryPoint = pickText(source, 'entryPoint')
  const build: Build = {
    repository:
      pickText(workflow, 'repository') ??
      pickText(vcs, 'source') ??
      withoutGit(pickText(source, 'uri')) ??
      withoutGit(pickText(dependency, 'uri')),
    commit:
      pickText(dependency, 'digest', 'gitCommit') ??
      pickText(vcs, 'revision') ??
      pickText(source, 'digest', 'sha1'),
    ref: pickText(workflow, 'ref'),
    workflow: pickText(workflow, 'path') ?? (entryPoint?.includes('/') ? entryPoint : null),
    builder: pickText(predicate, 'runDetails', 'builder', 'id') ?? pickText(predicate, 'builder', 'id'),
    isCertified: false,
  }
  return toShownBuild(build)
}

/** Null where nothing is said; every text fit to be shown. */
export function toShownBuild({ isCertified, ...texts }: Build): Build | null {
  const shown = Object.entries(texts).map(([name, text]) => [name, text && toShownText(text, 500)])
  if (shown.every(([, text]) => !text)) return null
  return { ...(Object.fromEntries(shown) as Omit<Build, 'isCertified'>), isCertified }
}

/** `git+https://host/repo@refs/heads/main` names a repository and a ref. */
function withoutGit(uri: string | null): string | null {
  if (uri === null) return null
  const text = uri.startsWith('git+') ? uri.slice(4) : uri
  const at = text.lastIndexOf('@')
  return at > text.indexOf('://') + 3 ? text.slice(0, at) : text
}
