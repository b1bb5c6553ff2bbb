import type { pull as english } from '../en/pull.ts'
import type { Translation } from '../translation.ts'

export const pull = {
  title: 'プル',
  command: 'コマンド',
  change: '変更',
  client: 'クライアント',
  commands: 'コマンド',
  files: 'ファイル',
  tag: 'タグ',
  by: '指定方法',
  forms: {
    tag: 'タグ',
    'tag-and-digest': 'タグとダイジェスト',
    digest: 'ダイジェスト',
  },
  platform: 'プラットフォーム',
  anyPlatform: '指定なし',
  copyUri: 'URI をコピー',
  copyCommand: 'コマンドをコピー',
  copyLines: '内容をコピー',
  buildCache: 'ビルドキャッシュはビルドツールが読み込むもので、手動でプルできるものは含まれていません。',
  nothing: '手動でプルできるものは含まれていません。',
} as const satisfies Translation<typeof english>
