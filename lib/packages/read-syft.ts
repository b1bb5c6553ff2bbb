/** Reads the JSON of syft itself (`application/vnd.syft+json`), which `syft attest` and older clients of cosign attach. Pure. */
import { getInner, getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { makePackageList } from './make-package-list.ts'
import type { PackageList } from './package-list.ts'
import { joinLicences } from './read-licence.ts'

/** True for such a document. */
export function isSyft(document: unknown): boolean {
  return (
    Array.isArray(getMember(document, 'artifacts')) && getInner(document, 'descriptor', 'name') === 'syft'
  )
}

/** The packages that it lists. */
export function readSyft(document: unknown): PackageList {
  const descriptor = getMember(document, 'descriptor')
  const version = getText(descriptor, 'version')
  return makePackageList(
    {
      format: 'Syft JSON',
      tool: version === null ? 'syft' : `syft ${version}`,
      createdAt: getTime(descriptor, 'timestamp'),
    },
    getList(document, 'artifacts').map((one) => ({
      name: getText(one, 'name'),
      version: getText(one, 'version'),
      licence: toLicence(one),
      purl: getText(one, 'purl', 1_000),
      type: getText(one, 'type', 40),
    })),
  )
}

/** A list of texts in older versions, of objects in newer ones. */
function toLicence(one: unknown): string | null {
  return joinLicences(
    getList(one, 'licenses')
      .slice(0, 20)
      .flatMap(
        (licence) => toText(licence) ?? getText(licence, 'spdxExpression') ?? getText(licence, 'value') ?? [],
      ),
  )
}
