import { drawSharedPicture } from '#components/site/draw-shared-picture.tsx'

/** Drawn when the gallery is built. */
export const dynamic = 'force-static'

export function GET() {
  return drawSharedPicture('en')
}
