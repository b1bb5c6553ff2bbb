/**
 * Parts of an image's page that have an address of their own, because there may be very much of them: `&part=labels.2` is the second
 * page of a list, `&part=label.17` the whole of one value, and `&part=label.17.2` what follows in a very long one. Pure.
 */

export const IMAGE_LISTS = [
  'platforms',
  'attached',
  'layers',
  'files',
  'environment',
  'ports',
  'volumes',
  'labels',
  'annotations',
  'packages',
  'vulnerabilities',
  'tree',
] as const
export type ImageList = (typeof IMAGE_LISTS)[number]

/** A value of a list; `entrypoint` and `command` are one each. */
export const IMAGE_VALUES = ['step', 'variable', 'label', 'annotation', 'entrypoint', 'command'] as const
export type ImageValue = (typeof IMAGE_VALUES)[number]

export type ImagePart =
  /** `page` from 1. */
  | { kind: 'list'; list: ImageList; page: number }
  /** `item` and `page` from 1. */
  | { kind: 'value'; value: ImageValue; item: number; page: number }

/** Reads the parameter; null for what is no part. */
export function parseImagePart(text: string): ImagePart | null {
  const [name = '', first = '1', second = '1', ...more] = text.split('.')
  const [one, two] = [toCount(first), toCount(second)]
  if (more.length > 0 || one === null || two === null) return null
  const list = IMAGE_LISTS.find((known) => known === name)
  if (list !== undefined) return { kind: 'list', list, page: one }
  const value = IMAGE_VALUES.find((known) => known === name)
  return value === undefined ? null : { kind: 'value', value, item: one, page: two }
}

/** The inverse of `parseImagePart`, as short as it can be. */
export function toPartText(part: ImagePart): string {
  if (part.kind === 'list') return part.page === 1 ? part.list : `${part.list}.${part.page}`
  const { value, item, page } = part
  const isFirst = page === 1
  return isFirst && item === 1 ? value : `${value}.${item}${isFirst ? '' : `.${page}`}`
}

function toCount(text: string): number | null {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null
}
