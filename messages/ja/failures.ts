import type { failures as english } from '../en/failures.ts'
import type { Translation } from '../translation.ts'

export const failures = {
  failed: '{call} に失敗しました。{what}',
  places: {
    endpoint: 'エンドポイント',
    registry: 'レジストリ',
  },
  upstreams: {
    status: '{host} がステータス {status} を返しました。',
    'no-token': '{host} がトークンを発行しません。',
    'no-credentials': 'アップストリームの認証情報を読み込めません。',
    'token-host': '{host} が、許可されていないホストからトークンを取得するよう求めています。',
    redirects: '{host} のリダイレクトに宛先がないか、リダイレクトが際限なく続いています。',
    'not-allowed': '{host} が、許可されていないアドレスを指しています。',
    unreachable: '{host} に接続できないか、応答がありません。',
    'broken-off': '{host} の応答が途中で切れました。',
    'too-large': '{host} の応答のサイズが上限を超えています。',
    'other-content': '{host} が、リクエストとは異なる内容を返しました。',
    pause: '{host} が、リクエストの一時停止を求めています。',
    'left-alone': '{host} が応答しないため、リクエストを一時停止しています。',
    'no-room': '現在、{host} の内容をこれ以上保存できません。',
    'too-many': '{host} に存在しないものへのリクエストが多すぎます。',
    unknown: '{host} がリクエストを拒否しています。',
  },
  skipped: {
    'unusable-name': 'ページを作成できない名前です。名前は 2～205 文字の小文字である必要があります。',
    'too-many-names':
      '1 つの取得元から読み込める数を超える名前があります。「repositories」で選択してください。この名前より後は除外されています。',
  },
  durations: {
    seconds: '{count, number} 秒',
    minutes: '{count, number} 分',
    hours: '{count, number} 時間',
  },
  codes: {
    'no-address': {
      what: '{where}に接続できません。ホスト名を解決できません。',
      advice:
        'ECR_PUBLIC_ENDPOINT、CATALOG_SOURCES_FILE、または REGISTRY_PORT のつづりと、このマシンの DNS の設定を確認してください。',
    },
    refused: {
      what: '{where}に接続できません。接続先で待ち受けているプログラムがありません。',
      advice:
        'プログラムが動作していることと、ECR_PUBLIC_ENDPOINT、CATALOG_SOURCES_FILE、または REGISTRY_PORT のアドレスを確認してください。',
    },
    silent: {
      what: '{where}に接続できません。時間内に応答がありません。',
      advice:
        'プログラムが動作していること、過負荷になっていないこと、ファイアウォールが通信を遮断していないことを確認してください。',
    },
    closed: {
      what: '{where}に接続できません。応答の前に接続が切断されます。',
      advice: '接続先のログと、手前にあるプロキシを確認してください。',
    },
    'no-route': {
      what: '{where}に接続できません。接続先のネットワークへの経路がありません。',
      advice: 'このマシンのネットワークと経路を確認してください。',
    },
    certificate: {
      what: '{where}に接続できません。TLS 証明書を受け入れられないか、接続先が TLS に対応していません。',
      advice: '証明書を更新するか、NODE_EXTRA_CA_CERTS で認証局を Node.js に指定してください。',
    },
    'no-credentials': {
      what: '{where}の認証情報を読み込めません。',
      advice:
        '取得元のプロファイル、または AWS の認証情報チェーン (AWS_PROFILE、AWS_ACCESS_KEY_ID など) を確認してください。組み込みレジストリの認証情報は DATA_DIR/credentials にあります。',
    },
    credentials: {
      what: '{where}が認証情報を受け付けません。',
      advice:
        '取得元のプロファイル、または AWS の認証情報チェーン (AWS_PROFILE、AWS_ACCESS_KEY_ID など) を確認してください。組み込みレジストリの認証情報は DATA_DIR/credentials にあります。',
    },
    expired: {
      what: '認証情報の有効期限が切れています。',
      advice:
        '認証情報を更新する (`aws sso login` など) か、自動的に更新されるプロファイルまたはロールを使用してください。更新後、ギャラリーは自動的に再開します。',
    },
    permission: {
      what: '認証情報に必要なアクセス許可がありません。',
      advice: 'ユーザーまたはロールのポリシーで、アクション {action} を許可してください。',
    },
    'clock-differs': {
      what: 'このマシンの時計と{where}の時計のずれが大きすぎます。',
      advice: '時計を合わせ、NTP で同期してください。',
    },
    'clock-behind': {
      what: 'このマシンの時計は、{where}の時計より {duration}遅れています。',
      advice: '時計を合わせ、NTP で同期してください。',
    },
    'clock-ahead': {
      what: 'このマシンの時計は、{where}の時計より {duration}進んでいます。',
      advice: '時計を合わせ、NTP で同期してください。',
    },
    throttled: {
      what: '{where}がリクエストの頻度を制限しています。',
      advice:
        'ギャラリーは頻度を下げて再試行します。この状態が続く場合は、SYNC_REQUESTS_PER_SECOND を設定するか、クォータの引き上げを申請してください。',
    },
    invalid: {
      what: '{where}が {operation} のパラメータを拒否しています。',
      advice:
        '接続先の API のバージョンがギャラリーと同じであることを確認してください。同じ場合はギャラリーの不具合ですので、ご報告ください。',
    },
    server: {
      what: '{where}で内部エラーが発生しています。',
      advice:
        'ギャラリーは後で再試行します。この状態が続く場合は、エンドポイントの状態とログを確認してください。',
    },
    'server-status': {
      what: '{where}で内部エラーが発生しています (ステータス {status})。',
      advice:
        'ギャラリーは後で再試行します。この状態が続く場合は、エンドポイントの状態とログを確認してください。',
    },
    'not-ecr-public': {
      what: '{where}から応答がありますが、ECR Public API の応答ではありません。',
      advice:
        'ECR_PUBLIC_ENDPOINT、CATALOG_SOURCES_FILE、または REGISTRY_PORT のアドレスが、ウェブページ、プロキシ、その他のサービスではなく、API のものであることを確認してください。',
    },
    'registry-unauthorized': {
      what: '{where}の読み取りが許可されていません。',
      advice:
        '取得元の認証情報を確認してください。別のホストがトークンを発行する場合は、tokenHosts も確認してください。リポジトリの一覧を公開していないレジストリでは、`repositories` の指定が必要です。',
    },
    'repository-unauthorized': {
      what: '{where}の読み取りが許可されていません。',
      advice: '取得元の認証情報でプルできることを確認するか、`repositories` から除外してください。',
    },
    'registry-throttled': {
      what: '{where}がリクエストの頻度を制限しています。',
      advice: 'ギャラリーは頻度を下げて再試行します。',
    },
    'registry-server': {
      what: '{where}で内部エラーが発生しています。',
      advice: 'ギャラリーは再試行します。この状態が続く場合は、レジストリのログを確認してください。',
    },
    'not-offered': {
      what: '{where}がこの操作に対応していません。',
      advice: 'アドレスを確認するか、`repositories` にリポジトリを指定してください。',
    },
    'no-content': {
      what: '{where}に該当するコンテンツがありません。',
      advice: '直前に削除された可能性があります。',
    },
    'not-registry': {
      what: '応答がありますが、レジストリの応答ではありません。',
      advice: 'CATALOG_SOURCES_FILE のアドレスと、レジストリのログを確認してください。',
    },
    'other-form': {
      what: '応答の形式が以前と異なります。',
      advice:
        'この API は非公開仕様のため、変更された可能性があります。ギャラリーの新しいバージョンがないか確認してください。',
    },
    'gallery-throttled': {
      what: '取得元がリクエストの頻度を制限しています。',
      advice:
        'ギャラリーは頻度を下げて自動的に再開します。この状態が続く場合は、この取得元を除外してください。',
    },
    'answers-status': {
      what: '取得元がステータス {status} を返しています。',
      advice:
        'ギャラリーは頻度を下げて自動的に再開します。この状態が続く場合は、この取得元を除外してください。',
    },
    'answers-other-status': {
      what: '取得元がステータス {status} を返しています。',
      advice:
        'この API は非公開仕様のため、変更された可能性があります。ギャラリーの新しいバージョンがないか確認してください。',
    },
    'too-few': {
      what: '返された件数が総数より少ないか、何も返されていません。',
      advice: '以前に読み込んだ内容は保持されます。取得元の検索語を確認してください。',
    },
    circle: {
      what: '{where}が同じページを繰り返し返しています。',
      advice: '接続先のログを確認し、その管理者に報告してください。',
    },
    'left-alone': {
      what: '{where}がリクエストを拒否したため、しばらくリクエストを停止しています。',
      advice: 'ギャラリーは自動的に再開します。この状態が続く場合は、この取得元を除外してください。',
    },
    internal: {
      what: 'ギャラリーで内部エラーが発生しています。',
      advice: '詳細はギャラリーのログに記録されています。不具合としてご報告ください。',
    },
    unknown: {
      what: '{where}から予期しない応答がありました。',
      advice: '詳細はギャラリーのログを確認してください。',
    },
  },
} as const satisfies Translation<typeof english>
