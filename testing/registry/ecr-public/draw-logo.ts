/** Draws images to upload, for tests. */
import sharp from 'sharp'

interface Drawing {
  width?: number
  height?: number
  format?: 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif'
  colour?: string
}

/** An image of one colour, 64 pixels a side unless told otherwise. */
export async function drawLogo(drawing: Drawing = {}): Promise<Buffer> {
  const { width = 64, height = 64, format = 'png', colour = '#3366cc' } = drawing
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer()
}
