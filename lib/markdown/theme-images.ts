/**
 * Pictures for one theme. GitHub's READMEs have them in two ways: `<picture>` with a source for a colour scheme, and
 * addresses that end in `#gh-dark-mode-only` or `#gh-light-mode-only`. The theme of a page here is not only the
 * system's, so that the first way is turned into the second, and that into classes.
 */
import type { Element, ElementContent, Root } from 'hast'
import { listElements } from './list-elements.ts'

export type ImageTheme = 'dark' | 'light'

const suffix = (theme: ImageTheme) => `#gh-${theme}-mode-only`
const themes = ['dark', 'light'] as const

/** The theme in which something with this address is shown; null when in both. */
export function readImageTheme(address: string): ImageTheme | null {
  return themes.find((theme) => address.endsWith(suffix(theme))) ?? null
}

/** The class that shows an element in one theme only. */
export function toThemeClass(theme: ImageTheme): string {
  return `only-${theme}`
}

/**
 * Changes a tree that is not sanitised yet, in place: what becomes of it are images. Sources for anything but a theme
 * (sizes, formats) are left out, as each picture has an image for all who know none of them.
 */
export function splitPictures(tree: Root): void {
  for (const picture of listElements(tree)) {
    if (picture.tagName !== 'picture') continue
    const parts = listElements(picture)
    const image = parts.find(({ tagName }) => tagName === 'img')
    if (image === undefined) continue
    const byTheme = readSources(parts.filter(({ tagName }) => tagName === 'source'))
    picture.tagName = 'span'
    picture.properties = {}
    picture.children = byTheme.size === 0 ? [image] : themes.map((theme) => toImage(image, byTheme, theme))
  }
}

/** The first source for each theme counts, as in a browser. */
function readSources(sources: Element[]): Map<ImageTheme, string> {
  const byTheme = new Map<ImageTheme, string>()
  for (const { properties } of sources) {
    const scheme = /prefers-color-scheme:\s{0,9}(dark|light)/i.exec(String(properties.media ?? ''))?.[1]
    const address = readAddress(properties.srcSet)
    const theme = themes.find((one) => one === scheme?.toLowerCase())
    if (theme && address !== '' && !byTheme.has(theme)) byTheme.set(theme, address)
  }
  return byTheme
}

/** Of the addresses for several sizes, the first. */
function readAddress(sourceSet: unknown): string {
  const [first] = Array.isArray(sourceSet) ? sourceSet : String(sourceSet ?? '').split(',')
  return (
    String(first ?? '')
      .trim()
      .split(/\s/)[0] ?? ''
  )
}

function toImage(image: Element, byTheme: Map<ImageTheme, string>, theme: ImageTheme): ElementContent {
  const address = byTheme.get(theme) ?? String(image.properties.src ?? '')
  return {
    ...image,
    properties: { ...image.properties, src: `${address.split('#')[0]}${suffix(theme)}` },
    children: [],
  }
}
