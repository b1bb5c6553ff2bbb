'use client'

/**
 * Shows nothing: what it is given is loaded with the layout, and not with the first page that shows it. A click on a repository then
 * waits for its content alone, and a first visit of one asks for one file less.
 */
export function ScriptsAhead(_: { parts: readonly unknown[] }) {
  return null
}
