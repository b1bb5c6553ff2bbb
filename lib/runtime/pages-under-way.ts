/**
 * Which pages are just being made. Next dates a page by the end of its rendering: one that was begun before a change, and is
 * stored after it, would count as new. So a change has to be said again for these, and only for these.
 */

/** Longer than any page waits for its sources and is rendered. */
const windowMs = 10_000

export interface PagesUnderWay {
  /** A page with these tags begins to read what it shows. */
  begin(tags: readonly string[]): void
  /** True where a page with this tag may be stored yet that was begun before now. */
  has(tag: string): boolean
}

/** Makes an empty list. */
export function createPagesUnderWay(now: () => number = Date.now): PagesUnderWay {
  // When the last one of each tag was begun, the oldest first.
  const begun = new Map<string, number>()
  const dropOld = () => {
    for (const [tag, startedMs] of begun) {
      if (startedMs > now() - windowMs) return
      begun.delete(tag)
    }
  }
  return {
    begin: (tags) => {
      dropOld()
      for (const tag of tags) {
        begun.delete(tag)
        begun.set(tag, now())
      }
    },
    has: (tag) => {
      dropOld()
      return begun.has(tag)
    },
  }
}

const key = Symbol.for('public-gallery.pages-under-way')

/** Those of this process; on `globalThis`, because Next keeps several copies of a module. */
export function getPagesUnderWay(): PagesUnderWay {
  const holder = globalThis as { [key]?: PagesUnderWay }
  holder[key] ??= createPagesUnderWay()
  return holder[key]
}
