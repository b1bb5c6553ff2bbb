/** What an image is built on is one sentence in each language, whatever is known of it. */
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime.js'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TextsProvider } from '#components/language/texts-provider.tsx'
import type { Language } from '#lib/language/languages.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import type { BaseImage } from '#lib/pages/image/find-base-image.ts'
import { BaseImageLine } from './base-image-line.tsx'

const here = { registryAlias: 'acme', repositoryName: 'base', tag: '3', digest: null }
const stated: BaseImage = {
  foundBy: 'annotation',
  stated: 'host/acme/base:3',
  here,
  sharedLayers: null,
  newer: null,
}

const goNowhere = () => {}

/** Links have one wherever a component stands on a page. */
const router: AppRouterInstance = {
  back: goNowhere,
  forward: goNowhere,
  refresh: goNowhere,
  push: goNowhere,
  replace: goNowhere,
  prefetch: goNowhere,
  bfcacheId: '0',
}

function read(base: BaseImage, language: Language): string {
  const markup = renderToStaticMarkup(
    <AppRouterContext value={router}>
      <TextsProvider language={language} messages={readMessages(language, ['contents'])}>
        <BaseImageLine base={base} />
      </TextsProvider>
    </AppRouterContext>,
  )
  return markup.replace(/<[^>]*>/g, '')
}

test.each<[BaseImage, english: string, japanese: string]>([
  [
    stated,
    'Built on acme/base:3. Its annotation says so.',
    'ベースイメージは acme/base:3 です。アノテーションの記載によります。',
  ],
  [
    { ...stated, sharedLayers: 1, newer: { tag: '4', isSameTag: false } },
    'Built on acme/base:3, which has a newer build: 4. Its annotation says so, and its first layer is the same.',
    'ベースイメージは acme/base:3 です。より新しいビルド 4 があります。アノテーションの記載によります。先頭の 1\u00a0レイヤーも一致しています。',
  ],
  [
    { ...stated, here: { ...here, tag: null }, newer: { tag: '3', isSameTag: true } },
    'Built on acme/base, which is no longer what 3 names. Its annotation names host/acme/base:3.',
    'ベースイメージは acme/base です。3 は現在、別のイメージを指しています。アノテーションには host/acme/base:3 と記載されています。',
  ],
  [
    { ...stated, here: null },
    'Built on host/acme/base:3. Its annotation says so; there is no such repository here.',
    'ベースイメージは host/acme/base:3 です。アノテーションの記載によります。該当するリポジトリはここにはありません。',
  ],
  [
    { ...stated, foundBy: 'layers', stated: null, sharedLayers: 2 },
    'Built on acme/base:3. It names no base, but its first 2 layers are the same.',
    'ベースイメージは acme/base:3 です。ベースの記載はありませんが、先頭の 2\u00a0レイヤーが一致しています。',
  ],
])('%j', (base, english, japanese) => {
  expect(read(base, 'en')).toBe(english)
  expect(read(base, 'ja')).toBe(japanese)
})
