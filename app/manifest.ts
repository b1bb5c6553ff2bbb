import type { MetadataRoute } from 'next'

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Public Gallery',
    short_name: 'Gallery',
    description: 'Public container images, who publishes them, and the command that pulls them.',
    start_url: '/',
    display: 'browser',
    background_color: '#fbfaf7',
    theme_color: '#0b6158',
    icons: [{ src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' }],
  }
}
