import type { feeds as english } from '../en/feeds.ts'
import type { Translation } from '../translation.ts'

export const feeds = {
  tagNames: '{tag} は {digest} を指しています',
  tagsOf: '{name} のイメージタグ',
  found: 'この検索で見つかるリポジトリの更新情報。',
  publishedBy: '{publisher} のリポジトリの更新情報。',
  searchHere: '公開コンテナイメージを、名前、公開元、プラットフォームで検索します',
} as const satisfies Translation<typeof english>
