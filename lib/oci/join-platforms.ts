/**
 * What a publisher declares that a repository runs on, beside what the image that it offers first really runs on. Both are
 * found by a filter, and both are shown.
 */
import { foldLabel, toArchitecture, toOperatingSystem } from './platform-labels.ts'

export interface PlatformLabels {
  operatingSystems: string[]
  architectures: string[]
}

/** What the image that is offered first runs on. */
export interface ImagePlatforms extends PlatformLabels {
  tag: string
}

/** Operating system and architecture as a manifest names them (OCI image specification 1.1.1, "Image Index: platform"). */
export interface ManifestPlatform {
  os: string
  architecture: string
}

/** The declared labels, then those that only the image has. */
export function joinPlatforms(declared: PlatformLabels, image: PlatformLabels | null): PlatformLabels {
  if (image === null) return declared
  return {
    operatingSystems: joinLabels(declared.operatingSystems, image.operatingSystems),
    architectures: joinLabels(declared.architectures, image.architectures),
  }
}

/** The labels of these that are not among the others, however they are spelt. */
export function listLabelsBeyond(labels: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(foldLabel))
  return labels.filter((label) => !known.has(foldLabel(label)))
}

/**
 * The labels under which visitors know what a manifest names. Attestations, which are for the platform `unknown`, are none.
 * @example toPlatformLabels([{ os: 'linux', architecture: 'arm64' }]) // { operatingSystems: ['Linux'], architectures: ['ARM 64'] }
 */
export function toPlatformLabels(platforms: readonly ManifestPlatform[]): PlatformLabels {
  const known = platforms.map(({ os, architecture }) => ({
    os: toKnownName(os),
    architecture: toKnownName(architecture),
  }))
  return {
    operatingSystems: toOperatingSystemLabels(known.flatMap(({ os }) => os)).slice(0, maxLabels),
    architectures: toArchitectureLabels(known.flatMap(({ architecture }) => architecture)).slice(
      0,
      maxLabels,
    ),
  }
}

/** As long, and as many, as the API lets labels be; a manifest may say anything. */
const maxLabelLength = 50
const maxLabels = 50

function toKnownName(name: string): string[] {
  const text = name.trim()
  return text === '' || text === 'unknown' || text.length > maxLabelLength ? [] : [text]
}

function joinLabels(declared: readonly string[], found: readonly string[]): string[] {
  return [...declared, ...listLabelsBeyond(found, declared)]
}

/** Each label once, known ones in the form in which they are shown. */
export function toOperatingSystemLabels(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => toOperatingSystem(label) ?? label))]
}

/** Each label once, known ones in the form in which they are shown. */
export function toArchitectureLabels(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => toArchitecture(label) ?? label))]
}
