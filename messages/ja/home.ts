import type { home as english } from '../en/home.ts'
import type { Translation } from '../translation.ts'

export const home = {
  title: 'Public Gallery · 公開コンテナイメージ',
  popular: '人気のリポジトリ',
  pulls: 'プル数',
  pullCount: '<unit>プル数 </unit>{count, number}',
  seeAll: 'すべて表示',
  recentlyUpdated: '最近更新されたリポジトリ',
  verifiedPublishers: '検証済みの公開元',
  allPublishers: 'すべての公開元',
  today: '今日',
  yesterday: '昨日',
  tag: 'タグ',
  browse: '分類から探す',
  repositories: '{count, number}<unit> 件のリポジトリ</unit>',
  index: {
    kind: '種類',
    runsOn: '対応環境',
    vouched: '信頼性の根拠',
    verifiedPublisher: '検証済みの公開元',
    licence: 'ライセンス',
  },
  examples: {
    label: '検索例',
    name: '「{name}」',
    armVerified: '検証済みの公開元の ARM 64 イメージ',
    windows: 'Windows イメージ',
    linux: 'Linux イメージ',
  },
} as const satisfies Translation<typeof english>
