import type { publisher as english } from '../en/publisher.ts'
import type { Translation } from '../translation.ts'

export const publisher = {
  title: '公開元',
  description: 'ここでコンテナイメージを公開しているすべての公開元。',
  count: '公開元 {count, number} 件 (名前順)',
  nobody: 'まだ公開元はありません。',
  pages: 'ページ',
  previous: '前へ',
  next: '次へ',
  page: '{page, number} / {pageCount, number} ページ',
  repositories: 'リポジトリ {count, number} 件',
  updated: '· 更新: <time></time>',
  lastChange: '最終更新: <time></time>',
  also: '、他のエイリアス: {aliases}',
  kinds: '種類',
  followed: 'この公開元',
  publishes: '{publisher} が公開するコンテナイメージのリポジトリ {count, number} 件。',
} as const satisfies Translation<typeof english>
