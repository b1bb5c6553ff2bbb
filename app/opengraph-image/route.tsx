import { readFile } from 'node:fs/promises'
import { ImageResponse } from 'next/og'
import { sharePicture } from '#components/site/share-picture.ts'

export const dynamic = 'force-static'

// Where a file lies is said from this one, so that the working directory does not matter; the build brings them along.
const sansFile = new URL('../../node_modules/geist/dist/fonts/geist-sans/Geist-SemiBold.ttf', import.meta.url)
const monoFile = new URL(
  '../../node_modules/geist/dist/fonts/geist-mono/GeistMono-Regular.ttf',
  import.meta.url,
)

/**
 * The picture that stands beside a shared link: the gallery's sentence and the shape of a pull command. A route, which the metadata of
 * pages name: a picture by Next's convention would be one of its page for what is at no address, too, above which stands no layout
 * that says what the gallery's own address is.
 */
export async function GET() {
  const [sans, mono] = await Promise.all([readFile(sansFile), readFile(monoFile)])
  return new ImageResponse(<Placard />, {
    width: sharePicture.width,
    height: sharePicture.height,
    fonts: [
      { name: 'Geist', data: sans, weight: 600 },
      { name: 'Geist Mono', data: mono, weight: 400 },
    ],
  })
}

// The renderer knows inline styles only, and no custom properties: these are the tokens of the light theme.
function Placard() {
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: 80,
        background: '#fbfaf7',
        color: '#1b1a17',
        fontFamily: 'Geist',
      }}
    >
      <div style={{ display: 'flex', alignItems: 'center', gap: 24, fontSize: 40 }}>
        <svg
          aria-hidden="true"
          width="64"
          height="64"
          viewBox="0 0 24 24"
          fill="none"
          stroke="#0b6158"
          strokeWidth="1.75"
        >
          <path d="m8 8 4-4.5 4 4.5" />
          <path d="M3 8h18v13H3z" />
          <path d="m6.5 17.5 3.5-4 2.5 2.5 2-1.5 3 3" />
        </svg>
        Public Gallery
      </div>
      <div style={{ fontSize: 68, lineHeight: 1.15, letterSpacing: '-0.02em' }}>
        Public container images, who publishes them, and the command that pulls them.
      </div>
      <div
        style={{
          display: 'flex',
          padding: '28px 36px',
          background: '#f3f1ec',
          border: '2px solid #e2ded5',
          borderRadius: 12,
          fontFamily: 'Geist Mono',
          fontSize: 32,
          color: '#5c5850',
        }}
      >
        docker pull publisher/repository:tag
      </div>
    </div>
  )
}
