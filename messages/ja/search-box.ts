import type { searchBox as english } from '../en/search-box.ts'
import type { Translation } from '../translation.ts'

export const searchBox = {
  label: 'リポジトリと公開元を検索',
  search: '検索',
  recent: '最近の検索',
  suggestions: '候補',
  forget: '{search} を履歴から削除',
  removed: '{search} を削除しました',
  results: '「{text}」の検索結果',
  tag: 'タグ',
  repository: 'リポジトリ',
  publisher: '公開元、リポジトリ {count, number} 件',
  operators: 'os: arch: publisher: verified: updated: type: "語句" -除外語',
} as const satisfies Translation<typeof english>
