/** What can be wrong with an image or an upload, whichever API it came by; each API has words of its own for it. */

export type ImageErrorCode =
  | 'blobs-missing'
  | 'images-missing'
  | 'wrong-size'
  | 'wrong-media-type'
  | 'limit-exceeded'
  | 'too-many-uploads'
  | 'blob-in-use'
  | 'image-in-use'
  | 'out-of-order'
  | 'repository-gone'

export class ImageError extends Error {
  override name = 'ImageError'
  readonly code: ImageErrorCode

  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
