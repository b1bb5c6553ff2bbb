/** Writes into the index what is known of the images that are offered first, which is read after everything else. */

import {
  type ImagePlatforms,
  joinPlatforms,
  type PlatformLabels,
  toPlatformLabels,
} from '#lib/oci/join-platforms.ts'
import type { RepositoryRelations } from '../catalog.ts'
import { NO_LICENCE, type RepositoryKind } from '../query/search-query.ts'
import type { ImageRef, RepositoryRef, ShownFacts } from './catalog-writer.ts'
import { type IndexDatabase, nextRevision } from './index-database.ts'
import { putRelations } from './write-relations.ts'

interface ImageRow {
  repository_id: number
  declared_platforms: string
  image_tag: string | null
  image_digest: string | null
  image_facts: string | null
  listed_kind: RepositoryKind
  updated_at: string
}

/** As it stands in the column `image_facts`: what was last read, maybe of an image that is no longer the one to show. */
export interface StoredImageFacts extends ImagePlatforms {
  digest: string
  kind: RepositoryKind
  sizeBytes: number | null
  licence: string | null
  isSigned: boolean
  isProven: boolean
  hasSbom: boolean
  hasSource: boolean
  /** What it says of others. */
  relations?: RepositoryRelations | undefined
  /** When the repository had last changed by then: something may have been attached to the image since. */
  asOf: string
}

/** What follows for the repository from its declaration and from its image. */
export interface DerivedColumns extends PlatformLabels {
  kind: RepositoryKind
  sizeBytes: number | null
  licence: string | null
  isSigned: boolean
  isProven: boolean
  hasSbom: boolean
  hasSource: boolean
}

const maxLicenceLength = 120

/** The images to show of which the facts have not been read yet, or may have changed. */
export function listUnreadImages(
  database: IndexDatabase,
  repositories: readonly RepositoryRef[],
): ImageRef[] {
  return repositories.flatMap((ref) => {
    const row = findRow(database, ref)
    if (row === undefined || row.image_tag === null || row.image_digest === null) return []
    const known = parseImageFacts(row.image_facts)
    const isRead = known?.digest === row.image_digest && known.asOf >= row.updated_at
    return isRead ? [] : [{ ...ref, tag: row.image_tag, digest: row.image_digest, asOf: row.updated_at }]
  })
}

/**
 * Writes them if the image is still the one to show.
 * @returns the id of the repository where it was, whether a search finds something else now, and whether a page shows it
 */
export function putImageFacts(
  database: IndexDatabase,
  image: ImageRef,
  facts: ShownFacts,
): { repositoryId: number; isChanged: boolean; isShown: boolean } | null {
  return database.transaction(() => {
    const row = findRow(database, image)
    if (row === undefined || row.image_digest !== image.digest || row.image_tag !== image.tag) return null
    const declared: PlatformLabels = JSON.parse(row.declared_platforms)
    const found = toStored(image, facts)
    const before = parseImageFacts(row.image_facts)
    if (facts.relations !== undefined) {
      putRelations(database, row.repository_id, { image, relations: facts.relations })
    }
    const shown = (stored: StoredImageFacts | null) =>
      JSON.stringify([
        deriveColumns(declared, stored, shownOf(row)),
        toShownPlatforms(stored),
        stored?.relations,
      ])
    const isShown = shown(before) !== shown(found)
    if (!isShown && before?.digest === found.digest) {
      // Nothing that is searched is another one.
      database.run(
        'UPDATE repository SET image_facts = ? WHERE repository_id = ?',
        JSON.stringify(found),
        row.repository_id,
      )
      return { repositoryId: row.repository_id, isChanged: false, isShown }
    }
    const derived = deriveColumns(declared, found, shownOf(row))
    database.run(
      `UPDATE repository SET operating_systems = ?, architectures = ?, kind = ?, size_bytes = ?, licence = ?,
         is_signed = ?, is_proven = ?, has_sbom = ?, has_source = ?, image_facts = ?, revision = ?
       WHERE repository_id = ?`,
      JSON.stringify(derived.operatingSystems),
      JSON.stringify(derived.architectures),
      derived.kind,
      derived.sizeBytes,
      derived.licence,
      Number(derived.isSigned),
      Number(derived.isProven),
      Number(derived.hasSbom),
      Number(derived.hasSource),
      JSON.stringify(found),
      nextRevision(database),
      row.repository_id,
    )
    return { repositoryId: row.repository_id, isChanged: true, isShown }
  })
}

/**
 * What a repository is counted, filtered and shown by.
 * @param image what was last read; of an older image, its size and its kind say nothing about the one to show
 */
export function deriveColumns(
  declared: PlatformLabels,
  image: StoredImageFacts | null,
  shown: { digest: string | null; listedKind: RepositoryKind },
): DerivedColumns {
  const isOfShown = image !== null && image.digest === shown.digest
  return {
    ...joinPlatforms(declared, image),
    kind: isOfShown ? image.kind : shown.listedKind,
    sizeBytes: isOfShown ? image.sizeBytes : null,
    licence: image?.licence ?? null,
    isSigned: isOfShown && image.isSigned,
    isProven: isOfShown && image.isProven,
    hasSbom: isOfShown && image.hasSbom,
    hasSource: image?.hasSource ?? false,
  }
}

/** Reads the column; null where nothing has been read. */
export function parseImageFacts(text: string | null): StoredImageFacts | null {
  return text === null ? null : JSON.parse(text)
}

/**
 * The licences that an SPDX expression names (SPDX 2.3, annex D), by which a repository is found; what is no expression
 * stands as it is. An exception stays with its licence.
 * @example listLicences('MIT OR (Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0)')
 * // ['MIT', 'Apache-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0']
 */
export function listLicences(expression: string | null): string[] {
  if (expression === null) return [NO_LICENCE]
  const licences: string[][] = [[]]
  for (const word of expression
    .replace(/[(),;]/g, (sign) => (sign === '(' || sign === ')' ? ' ' : ' OR '))
    .split(/\s+/)) {
    if (/^(?:and|or)$/i.test(word)) licences.push([])
    else if (word !== '') licences.at(-1)?.push(word)
  }
  const named = licences.map((words) => words.join(' ')).filter((licence) => licence !== '')
  return [...new Set(named)].slice(0, 16)
}

function toStored(image: ImageRef, facts: ShownFacts): StoredImageFacts {
  const platforms = facts.platforms.flatMap(({ platform }) => platform ?? [])
  return {
    tag: image.tag,
    digest: image.digest,
    ...toPlatformLabels(platforms),
    kind: facts.kind,
    sizeBytes: facts.sizeBytes,
    licence: facts.licence === null ? null : facts.licence.slice(0, maxLicenceLength).toWellFormed(),
    isSigned: facts.attached.signatures > 0,
    isProven: facts.signature?.state === 'verified',
    hasSbom: facts.attached.boms > 0,
    hasSource: facts.sourceUrl !== null,
    relations: facts.relations,
    asOf: image.asOf,
  }
}

/** An image without any platform says no more than one that was not read. */
function toShownPlatforms(facts: StoredImageFacts | null): unknown {
  if (facts === null || facts.operatingSystems.length + facts.architectures.length === 0) return null
  return [facts.tag, facts.operatingSystems, facts.architectures]
}

function shownOf(row: ImageRow) {
  return { digest: row.image_digest, listedKind: row.listed_kind }
}

function findRow(
  database: IndexDatabase,
  { registryId, repositoryName }: RepositoryRef,
): ImageRow | undefined {
  return database.get<ImageRow>(
    `SELECT r.repository_id, r.declared_platforms, r.image_tag, r.image_digest, r.image_facts, r.listed_kind,
       r.updated_at
     FROM repository r JOIN registry g USING (registry_key) WHERE g.registry_id = ? AND r.name = ?`,
    registryId,
    repositoryName,
  )
}
