/** Words in tags that say more than their letters: how finished something is, what it runs on, what a commit is. Pure. */

const stages = new Set(
  'alpha beta rc cr pre preview prerelease dev develop snapshot nightly canary next milestone ea er tp unstable experimental insider insiders unreleased edge draft pr ci wip dirty'.split(
    ' ',
  ),
)

/** Behind a release: somebody has corrected it since. */
const corrections = new Set('p pl post patch sp sr hf hotfix security'.split(' '))

/** Of these a publisher's machines make many, and none is a release. */
const builds = new Set(
  'build ci run job pull pull-request merge mr pr branch main master trunk head tip edge devel daily weekly feature feat fix bugfix hotfix test tests testing wip tmp staging'.split(
    ' ',
  ),
)

const releases = new Set(['final', 'ga', 'release', 'stable'])

const commits = new Set(['sha', 'git', 'commit', 'rev', 'sha1', 'sha256', 'sha512'])

const platforms = new Set(
  'amd64 arm32 arm64 armv5 armv6 armv7 armv8 i386 i486 i586 i686 loong64 mips64 ppc64 riscv64 win32 win64 x64 x86 sha1 sha256 sha512'.split(
    ' ',
  ),
)

/** `rc`, `rc2`, `alpha`, `b3`: what stands before the version that it follows. */
export function isPreReleaseWord(text: string): boolean {
  const { word = '', number = '' } = /^(?<word>[a-z]+)(?<number>\d*)$/i.exec(text)?.groups ?? {}
  return stages.has(word.toLowerCase()) || (/^[abcm]$/i.test(word) && number !== '' && number.length <= 3)
}

/** `post1`, `SP2`, `p290`, `hotfix`, `security`: what stands behind the version that it follows. */
export function isCorrectionWord(text: string): boolean {
  const { word = '' } = /^(?<word>[a-z]+)\d*$/i.exec(text)?.groups ?? {}
  return corrections.has(word.toLowerCase())
}

/** `1.0.0.Final`: it says that nothing is missing. */
export function isReleaseWord(text: string): boolean {
  return releases.has(text.toLowerCase())
}

/** `pr-123`, `build-77`, `feature-login-2`: what counts builds and not versions. */
export function isFamilyOfBuilds(name: string): boolean {
  return builds.has(name.split('-', 1)[0] ?? '')
}

/** @param before the part before it: `x86` makes `64` one */
export function namesPlatform(text: string, before: string): boolean {
  return platforms.has(text.toLowerCase()) || (text === '64' && before.toLowerCase() === 'x86')
}

/**
 * A commit behind a word that says so, or behind the `g` of `git describe`.
 * @param before the part before it: behind `sha`, a number is a commit too
 */
export function namesCommit(text: string, before: string): boolean {
  if (/^g[0-9a-f]{7,40}$/.test(text)) return true
  return commits.has(before.toLowerCase()) && text.length >= 7 && /^[0-9a-f]+$/i.test(text)
}
