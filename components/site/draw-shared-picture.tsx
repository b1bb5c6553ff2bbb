/** The picture that stands beside a shared link (https://ogp.me): the gallery's sentence and the shape of a pull command. */
import { readFile } from 'node:fs/promises'
import { ImageResponse } from 'next/og'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { pictureSize } from './shared-picture-address.ts'

// Where a file lies is said from this one, so that the working directory does not matter; the build brings them along.
const sansFile = new URL('../../node_modules/geist/dist/fonts/geist-sans/Geist-SemiBold.ttf', import.meta.url)
const monoFile = new URL(
  '../../node_modules/geist/dist/fonts/geist-mono/GeistMono-Regular.ttf',
  import.meta.url,
)
/** Kana and the characters of the sentence; without them the renderer would ask a host on the internet. */
const japaneseFile = new URL('./picture-fonts/noto-sans-jp-bold.otf', import.meta.url)

const command = 'docker pull publisher/repository:tag'

/** As a PNG. */
export async function drawSharedPicture(language: Language): Promise<ImageResponse> {
  const [sans, mono, japanese] = await Promise.all(
    [sansFile, monoFile, japaneseFile].map((file) => readFile(file)),
  )
  if (sans === undefined || mono === undefined || japanese === undefined)
    throw new Error('A font is missing.')
  return new ImageResponse(<Placard sentence={readTexts(language, 'site')('slogan')} />, {
    ...pictureSize,
    fonts: [
      { name: 'Geist', data: sans, weight: 600 },
      { name: 'Noto Sans JP', data: japanese, weight: 600 },
      { name: 'Geist Mono', data: mono, weight: 400 },
    ],
  })
}

// The renderer knows inline styles only, and no custom properties: these are the tokens of the light theme.
function Placard({ sentence }: { sentence: string }) {
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
        fontFamily: 'Geist, Noto Sans JP',
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
      <div
        style={{
          display: 'flex',
          flexWrap: 'wrap',
          fontSize: 68,
          lineHeight: 1.15,
          letterSpacing: '-0.02em',
        }}
      >
        {/* A Japanese line breaks behind a comma; the renderer would break it in a word. */}
        {sentence.split(/(?<=、)/).map((phrase) => (
          <span key={phrase}>{phrase}</span>
        ))}
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
        {command}
      </div>
    </div>
  )
}
