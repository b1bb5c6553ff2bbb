/**
 * How many rows of each list a comparison has room for: strangers wrote what is in them, and the page is to be less than 200 kB of HTML.
 * What one list does not need is another's. Pure.
 */
import { hasAddress } from '#lib/addresses/tree-query.ts'
import type { FileChange, FileSide } from '#lib/layers/compare-trees.ts'
import type { SettingChange } from '#lib/oci/compare-images.ts'
import { countFitting, shareRoom } from '#lib/oci/split-by-weight.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import type { PackageChange } from '#lib/packages/compare-packages.ts'
import type { ScanDifference } from '#lib/vulnerabilities/compare-scans.ts'
import type { JudgedVulnerability } from '#lib/vulnerabilities/set-aside.ts'
import { MAX_CHANGES } from './change-table.tsx'
import { weighSettings } from './shown-settings.ts'

/** How much of each text is shown, in characters. */
export const PACKAGE_TEXTS = { name: 160, type: 20, versions: 120, versionCount: 4 } as const
export const FINDING_TEXTS = { id: 80, packageName: 120 } as const
export const FILE_TEXTS = { path: 400, target: 120 } as const

/** Bytes of a page for the rows of all lists; the rest is what is around them. */
const room = 85_000
/** What is around the texts of a row, which stand twice in a page: as HTML, and as its data. */
const rowBytes = { package: 400, finding: 420, file: 420, link: 440 }

interface Finding {
  one: JudgedVulnerability
  isFixed: boolean
}

/** What is new before what is fixed. */
export function listFindings({ fixed, fresh }: ScanDifference): Finding[] {
  return [...fresh.map((one) => ({ one, isFixed: false })), ...fixed.map((one) => ({ one, isFixed: true }))]
}

/** What differs, and how long the name of the repository is, which stands in every link. */
interface ComparedLists {
  settings: readonly SettingChange[]
  packages: readonly PackageChange[]
  vulnerabilities: ScanDifference | null
  files: readonly FileChange[]
  nameLength: number
}

/** How many rows of each list are shown; of those that have any, one at least. */
export function planRows({ settings: changed, packages, vulnerabilities, files, nameLength }: ComparedLists) {
  const findings = vulnerabilities === null ? [] : listFindings(vulnerabilities)
  const weights = [
    weighSettings(changed.slice(0, MAX_CHANGES)),
    packages.slice(0, MAX_CHANGES).map(weighPackage),
    findings.slice(0, MAX_CHANGES).map(weighFinding),
    files.slice(0, MAX_CHANGES).map((change) => weighFile(change, nameLength)),
  ]
  const shares = shareRoom(
    weights.map((rows) => rows.reduce((sum, one) => sum + one, 0)),
    room,
  )
  const [settings = 0, ofPackages = 0, ofVulnerabilities = 0, ofFiles = 0] = weights.map((rows, at) =>
    countFitting(rows, shares[at] ?? 0),
  )
  return { settings, packages: ofPackages, vulnerabilities: ofVulnerabilities, files: ofFiles }
}

function weighPackage({ name, type, before, after }: PackageChange): number {
  const { name: nameLength, type: typeLength, versions, versionCount } = PACKAGE_TEXTS
  const sides = [before, after].map((side) =>
    weighShownText(side.slice(0, versionCount).join(', '), versions),
  )
  return [
    rowBytes.package,
    weighShownText(name, nameLength),
    weighShownText(type ?? '', typeLength),
    ...sides,
  ].reduce((sum, one) => sum + one, 0)
}

function weighFinding({ one: { id, packageName } }: Finding): number {
  const texts =
    weighShownText(id, FINDING_TEXTS.id) + weighShownText(packageName ?? '', FINDING_TEXTS.packageName)
  return rowBytes.finding + texts
}

function weighFile({ path, before, after }: FileChange, nameLength: number): number {
  // Each byte that is no letter stands in an address as three characters.
  const link = rowBytes.link + 2 * (nameLength + encodeURIComponent(path.toWellFormed()).length)
  const weighSide = (side: FileSide | null) => {
    if (side === null) return 0
    const isLink = side.kind !== 'folder' && hasAddress(path)
    return (isLink ? link : 0) + weighShownText(side.target ?? '', FILE_TEXTS.target)
  }
  return rowBytes.file + weighShownText(path, FILE_TEXTS.path) + weighSide(before) + weighSide(after)
}
