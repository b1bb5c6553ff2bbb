/**
 * The names under which Next keeps pages, so that a change drops what shows it and nothing else. A page has the tag of what stands
 * at its address, by the alias in it, also where nothing stands there: then it goes when something does.
 */
import { createHash } from 'node:crypto'

/** On every page that is kept. */
export const everyPageTag = 'page'

/** On each page of a repository: its tabs, and those of its images. */
export function repositoryTag(alias: string, repositoryName: string): string {
  return toTag('repository', `${alias}/${repositoryName}`)
}

/** On the page of a registry, and on what says how much it publishes. */
export function publisherTag(alias: string): string {
  return toTag('publisher', alias)
}

/** A tag travels in a header and has at most 256 characters; an address may have thousands, of any kind. */
function toTag(noun: string, name: string): string {
  return `${noun}-${createHash('sha256').update(name).digest('base64url')}`
}
