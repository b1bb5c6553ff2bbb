import type { ReactNode } from 'react'

const key = Symbol.for('public-gallery.last-turn')

/** Renders its content in a turn of its own, after all that asked before; between two turns other visitors are served. */
export async function Paced({ children }: { children?: ReactNode }) {
  const holder = globalThis as { [key]?: Promise<void> }
  const before = holder[key] ?? Promise.resolve()
  holder[key] = before.then(() => new Promise((resolve) => setTimeout(resolve)))
  await holder[key]
  return children
}
