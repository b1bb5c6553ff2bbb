/** A comparison for programs: plain JSON, and lines of text as `diff` marks them. */
import type { FileSide } from '#lib/layers/compare-trees.ts'
import type { SettingChange } from '#lib/oci/compare-images.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ComparedImage, Comparison } from '#lib/pages/image/get-comparison.ts'
import type { JudgedVulnerability } from '#lib/vulnerabilities/set-aside.ts'

export type ComparisonAnswer = ReturnType<typeof toComparisonAnswer>

/** The members of the JSON form; sizes in bytes, compressed. */
export function toComparisonAnswer({ repository, from, to, difference, ...contents }: Comparison) {
  const { packages, vulnerabilities, files } = contents
  const { registryAlias, repositoryName } = repository.summary
  return {
    registryAlias,
    repositoryName,
    from: toSide(from),
    to: toSide(to),
    layers: difference.layers,
    settings: difference.settings,
    sameSettings: difference.sameSettings,
    packages,
    vulnerabilities: vulnerabilities && {
      fixed: vulnerabilities.fixed.map(toFinding),
      new: vulnerabilities.fresh.map(toFinding),
      sameCount: vulnerabilities.sameCount,
    },
    files: files?.state === 'known' ? files.difference : null,
  }
}

/** The same in lines: what is gone begins with `-`, what is new with `+`. */
export function toComparisonText(comparison: Comparison): string {
  const answer = toComparisonAnswer(comparison)
  const { registryAlias, repositoryName, from, to, layers, settings, packages, vulnerabilities, files } =
    answer
  const name = `${registryAlias}/${repositoryName}`
  const lines = [
    `--- ${name} ${toName(from)}`,
    `+++ ${name} ${toName(to)}`,
    '@@ download @@',
    `-${from.sizeBytes} bytes`,
    `+${to.sizeBytes} bytes`,
    `@@ layers: ${layers.shared} of ${layers.after} shared, ${layers.newBytes} bytes new @@`,
    ...settings.flatMap((change) => [
      `@@ ${change.kind} ${toShownText(change.name)} @@`,
      ...toLines('-', change.before),
      ...toLines('+', change.after),
    ]),
    ...(packages?.changes ?? []).flatMap(({ name, type, change, before, after }) => [
      `@@ package ${toShownText(name)}${type === null ? '' : `, ${toShownText(type, 40)}`}: ${change} @@`,
      ...toLines('-', before),
      ...toLines('+', after),
    ]),
    ...(vulnerabilities === null ? [] : ['@@ vulnerabilities @@']),
    ...toLines('-', vulnerabilities?.fixed.map(toFindingText) ?? null),
    ...toLines('+', vulnerabilities?.new.map(toFindingText) ?? null),
    ...toFileLines(files),
  ]
  return `${lines.join('\n')}\n`
}

/** Of what changed both sides; of more files than are listed, how many there are. */
function toFileLines(files: ComparisonAnswer['files']): string[] {
  if (files === null) return []
  const { added, removed, changed } = files.counts
  const left = added + removed + changed - files.changes.length
  return [
    `@@ files: ${added} added, ${removed} removed, ${changed} changed, ${files.sameCount} the same @@`,
    ...files.changes.flatMap(({ path, aspects, before, after }) => [
      ...toLines('-', before && [toFileText(path, before)]),
      // Another content may have the same size.
      ...toLines('+', after && [toFileText(path, after) + (before ? ` (${aspects.join(', ')})` : '')]),
    ]),
    ...(left > 0 ? [`@@ and ${left} more files @@`] : []),
  ]
}

function toFileText(path: string, { kind, sizeBytes, mode, uid, gid, target }: FileSide): string {
  const what = kind === 'file' ? `${sizeBytes} bytes` : kind
  // In one line, whatever is in the name.
  const text = `/${path} ${what} ${mode.toString(8).padStart(4, '0')} ${uid}:${gid}${target === null ? '' : ` -> ${target}`}`
  return text.replace(/[\n\t]/g, '\ufffd')
}

function toFinding({ id, severity, packageName }: JudgedVulnerability) {
  return { id, severity, packageName }
}

function toFindingText({ id, severity, packageName }: ReturnType<typeof toFinding>): string {
  return [id, severity, packageName].filter((part) => part !== null).join(' ')
}

/** A value of a stranger is one line, whatever is in it. */
function toLines(sign: string, items: SettingChange['before']): string[] {
  return (items ?? []).map((item) => `${sign}${toShownText(item)}`)
}

function toName(side: ReturnType<typeof toSide>): string {
  return [side.tag, side.digest, side.platform].filter((part) => part !== null).join(' ')
}

function toSide({ reference, page, chosen }: ComparedImage) {
  const [digest, imageDigest]: [string, string] = [page.image.digest, chosen.digest]
  return {
    tag: reference.tag,
    digest,
    imageDigest,
    platform: chosen.platform?.key ?? null,
    sizeBytes: chosen.sizeBytes,
  }
}
