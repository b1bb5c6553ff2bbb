/** How the gallery names itself when it reads from a registry, so that its own reading is not counted as pulls. */
export const GALLERY_USER_AGENT = 'public-gallery'
