import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/**
 * A part of a page that is seldom shown, whose script is loaded when it is. Where that cannot be fetched there is nothing, and the rest
 * of the page goes on. It needs a Suspense boundary around it.
 */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return { default: await load() }
    } catch {
      return { default: Nothing }
    }
  })
}

function Nothing() {
  return null
}
