/** Finds what an image of the demo catalogue was built on: the release that a tag named on the day on which the image came. */
import type { DemoBase } from './images/make-image.ts'
import { toImageContent } from './images/make-release.ts'
import type { DemoHistory, DemoPublisher } from './read-demo-content.ts'

/** Finds it for an image that came so many days ago. */
export type FindBase = (reference: string, daysAgo: number) => DemoBase

/** How many days before the catalogue is made a release came, as its history has it without its hours. */
export function toReleaseAge({ newestDaysAgo, everyDays }: DemoHistory, at: number, count: number): number {
  return newestDaysAgo + (count - 1 - at) * everyDays
}

/**
 * Makes the finder.
 * @throws {Error} for a base that is not in the catalogue, when it is looked for
 */
export function createFindBase(publishers: readonly DemoPublisher[], host: string): FindBase {
  const find: FindBase = (reference, daysAgo) => {
    const [path = '', tag = ''] = reference.split(':')
    const [alias = '', ...name] = path.split('/')
    const publisher = publishers.find((one) => one.alias === alias)
    const repository = publisher?.repositories.find((one) => one.name === name.join('/'))
    const images = repository?.images
    if (!publisher || !repository || images?.kind !== 'image') {
      throw new Error(`The demo catalogue has no image ${reference}.`)
    }
    const aged = images.releases.map((release, at) => ({
      release,
      age: toReleaseAge(repository.history, at, images.releases.length),
    }))
    const named = aged.filter(({ release }) => release.tags.includes(tag))
    // What is older than the first release was built on that one.
    const chosen = named.findLast(({ age }) => age >= daysAgo) ?? named[0]
    if (chosen === undefined) throw new Error(`The demo catalogue has no tag ${reference}.`)
    const origin = {
      uri: `${host}/${path}`,
      publisherName: publisher.displayName || alias,
      description: repository.description ?? '',
      host,
      licence: repository.licence,
      source: repository.source,
    }
    const content = toImageContent(images, chosen.release, origin)
    return { content, base: images.base === undefined ? null : find(images.base, chosen.age) }
  }
  return find
}
