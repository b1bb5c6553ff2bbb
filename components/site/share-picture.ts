/** The picture beside a shared link, as metadata name it; the route of this address draws it. */
export const sharePicture = {
  url: '/opengraph-image',
  width: 1200,
  height: 630,
  type: 'image/png',
  alt: 'Public Gallery: public container images, who publishes them, and the command that pulls them',
}
