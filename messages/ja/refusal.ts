import type { refusal as english } from '../en/refusal.ts'
import type { Translation } from '../translation.ts'

export const refusal = {
  home: 'ホームへ戻る',
  search: '「{name}」を検索',
  tryAgain: '再試行',
  malformed: {
    title: 'このアドレスは読み取れません',
    text: 'パーセント記号の後に 2 桁の数字がないなど、アドレスの一部が壊れています。アドレスを確認するか、ホームから始めてください。',
  },
  method: {
    title: 'ページは読み取り専用です',
    text: 'このアドレスが受け付けるのは {methods} リクエストだけです。',
    both: '{first} と {second}',
  },
  missing: {
    title: '{name} には何も公開されていません',
    text: '公開元やリポジトリにこのような名前を付けることはできません。アドレスの入力ミスの可能性があります。',
  },
  instead: {
    failed: {
      title: 'ページを表示できませんでした',
      text: 'ページの作成中にギャラリーでエラーが発生しました。データは失われていません。少し待ってから再試行してください。原因はログに記録されています。',
    },
    noDownload: {
      title: 'ここにはダウンロードできるものがありません',
      text: 'すでに削除されたか、アドレスに入力ミスがある可能性があります。',
    },
    manyDownloads: {
      title: 'ダウンロード数の上限を超えました',
      text: 'ダウンロードには負荷がかかるため、同時に取得できる数と一定時間内に取得できる数には上限があります。少し待ってから再試行してください。',
    },
    unreadable: {
      title: '現在、読み込めません',
      text: 'ギャラリーが混み合っているか、レジストリが応答していないか、サイズが上限を超えている可能性があります。少し待ってから再試行してください。',
    },
  },
  restarting: {
    title: 'このギャラリーは再起動中です',
    text: 'まもなく再開します。',
  },
} as const satisfies Translation<typeof english>
