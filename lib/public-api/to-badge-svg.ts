/**
 * A badge for other people's pages: a label and a value as an SVG that stands alone, loads nothing and runs nothing. Texts are bounded
 * and escaped; their widths are stated, so that every font fits.
 */

import { escapeXml } from '#lib/net/escape-xml.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'

export interface Badge {
  label: string
  value: string
  tone: 'usual' | 'warning' | 'unknown'
}

const maxLength = 40
const height = 20
const padding = 6
/** About what a character takes in a font of 11 pixels. */
const characterWidth = 6.6

/** Dark enough for white letters. */
const colors = { usual: '#0b6158', warning: '#8a5300', unknown: '#5c5850' }
const labelColor = '#3d3a34'

/** The picture as SVG, with its texts cut to 40 characters each. */
export function toBadgeSvg({ label, value, tone }: Badge): string {
  const [left, right] = [toPart(label), toPart(value)]
  const width = left.width + right.width
  const name = `${left.text}: ${right.text}`
  const text = (part: ReturnType<typeof toPart>, x: number) =>
    `<text x="${x + padding}" y="14" textLength="${part.textWidth}" lengthAdjust="spacingAndGlyphs">${part.text}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${height}" rx="3"/></clipPath>`,
    '<g clip-path="url(#r)">',
    `<rect width="${left.width}" height="${height}" fill="${labelColor}"/>`,
    `<rect x="${left.width}" width="${right.width}" height="${height}" fill="${colors[tone]}"/>`,
    '</g>',
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    `${text(left, 0)}${text(right, left.width)}</g></svg>`,
  ].join('')
}

function toPart(stated: string): { text: string; width: number; textWidth: number } {
  const shown = toShownText(stated, maxLength).replace(/\s+/g, ' ').trim()
  const textWidth = Math.max(1, Math.round([...shown].length * characterWidth))
  return { text: escapeXml(shown), textWidth, width: textWidth + 2 * padding }
}
