/** Searches over the demo catalogue, each with what a visitor would hope to find. They were written before any engine was asked. */
import { readJudgements } from './judgement.ts'

const names = `
  postgres-tools → tidewater/postgres-tools
  postgres tools → tidewater/postgres-tools
  harbor → tidewater/cache/harbor
  harbor exporter → tidewater/cache/harbor-exporter
  ledger → tidewater/queue/ledger
  migrate → tidewater/migrate
  calibrate → northlight/sky-survey/calibrate
  photometry → northlight/sky-survey/photometry
  fits → northlight/fits-server
  agent → kestrel-build/agent
  salinity → institute-for-coastal-and-estuarine-measurement/salinity
  tide gauge gateway → institute-for-coastal-and-estuarine-measurement/field-stations/tide-gauges/gateway
  hello → jmo-lab/hello
  sensor board → jmo-lab/sensor-board
  furigana → midori-kobo/furigana-api
  static → fennel-rook/static
`

const joinedAndSplit = `
  csvlint → tidewater/csv-lint
  csv_lint → tidewater/csv-lint
  csv lint → tidewater/csv-lint
  pgpooler → tidewater/pg/pooler
  pg-pooler → tidewater/pg/pooler
  parquetcat → tidewater/parquet-cat
  timeseries → tidewater/time-series/ingest | tidewater/time-series/query
  time series query → tidewater/time-series/query
  schemadiff → tidewater/schema-diff
  picturepress → fennel-rook/picture-press
  logfold → kestrel-build/log-fold
  fitsserver → northlight/fits-server
  riscv → jmo-lab/rv-toolchain | northlight/spectrograph/readout
  risc-v gcc → jmo-lab/rv-toolchain
  forms email → fennel-rook/form-letter
  keyvalue → tidewater/cache/harbor
`

const words = `
  postgres → tidewater/postgres-tools
  connection pooler → tidewater/pg/pooler
  postgres backup → tidewater/pg/backup/streamer
  key-value store → tidewater/cache/harbor
  prometheus metrics → tidewater/cache/harbor-exporter
  durable queue → tidewater/queue/ledger
  sql migrations → tidewater/migrate
  csv → tidewater/csv-lint
  compare schemas → tidewater/schema-diff
  mqtt → tidewater/time-series/ingest
  sqlite → tidewater/sqlite-replica
  helm chart → tidewater/charts/cache-harbor
  web server → fennel-rook/static
  resize pictures → fennel-rook/picture-press
  web forms → fennel-rook/form-letter
  redirects → fennel-rook/web/redirects
  build logs → kestrel-build/log-fold
  caching proxy → kestrel-build/cache-proxy
  msi → kestrel-build/windows/msi-pack
  sign packages → kestrel-build/windows/signing
  print office documents → kestrel-build/windows/print-to-pdf
  jupyter → northlight/notebooks/first-night
  flat-field correction → northlight/sky-survey/calibrate
  spectrograph → northlight/spectrograph/readout
  latex → jmo-lab/thesis-env
  lorawan → institute-for-coastal-and-estuarine-measurement/field-stations/tide-gauges/gateway
  japanese typesetting → midori-kobo/tegami/pdf
  kanji → midori-kobo/kanji-search
`

const slips = `
  postgers → tidewater/postgres-tools
  poler → tidewater/pg/pooler
  harbour → tidewater/cache/harbor
  migarte → tidewater/migrate
  parqet → tidewater/parquet-cat
  sqllite → tidewater/sqlite-replica
  prometeus → tidewater/cache/harbor-exporter
  fotometry → northlight/sky-survey/photometry
  astronmetry → northlight/sky-survey/astrometry
  jupiter → northlight/notebooks/first-night
  funigana → midori-kobo/furigana-api
  salinty → institute-for-coastal-and-estuarine-measurement/salinity
  windows sining → kestrel-build/windows/signing
  conection pooler → tidewater/pg/pooler
`

const otherNames = `
  postgresql → tidewater/postgres-tools | tidewater/pg/pooler
  pgsql → tidewater/postgres-tools | tidewater/pg/pooler
  k8s harbor → tidewater/charts/cache-harbor
  amd64 msi → kestrel-build/windows/msi-pack
`

const otherScripts = `
  ふりがな → midori-kobo/furigana-api
  漢字 → midori-kobo/kanji-search
  検索サーバー → midori-kobo/kanji-search
  ｻｰﾊﾞｰ → midori-kobo/kanji-search
  座席予約 → midori-kobo/seat-map
  図書館 → midori-kobo/seat-map
  縦書き → midori-kobo/tegami/pdf
  緑工房 手紙 → midori-kobo/tegami/pdf
  ＰＤＦ はがき → midori-kobo/tegami/pdf
  polices de caractères → atelier-helene/fonderie
  polices de caracteres → atelier-helene/fonderie
  HELENE → atelier-helene/fonderie
  Dubé → atelier-helene/fonderie
  controle français → atelier-helene/fonderie
`

const publishers = `
  tidewater migrate → tidewater/migrate
  Tidewater Data queue → tidewater/queue/ledger
  northlight observatory tiles → northlight/fits-server
  kestrel agent → kestrel-build/agent
  fennel & rook clock → fennel-rook/shop-clock
  publisher:northlight server → northlight/fits-server
  institute coastal doppler → institute-for-coastal-and-estuarine-measurement/shared-software/intercomparison-exercises/acoustic-doppler-current-profilers/moored-and-vessel-mounted/shared-quality-control-of-raw-velocity-profiles-with-uncertainty-estimates/reference-implementation
`

const phrasesAndExclusions = `
  "write-ahead log" → tidewater/pg/backup/streamer
  "colour-magnitude diagram" → northlight/notebooks/first-night
  "web server" → fennel-rook/static
  pdf -windows → midori-kobo/tegami/pdf
  postgresql -archiving -pooler → tidewater/postgres-tools
  harbor -helm -exporter → tidewater/cache/harbor
  "cache harbor" -exporter → tidewater/cache/harbor | tidewater/charts/cache-harbor
`

const operators = `
  os:windows pdf → kestrel-build/windows/print-to-pdf
  os:windows csv → tidewater/csv-lint
  arch:arm sqlite → tidewater/sqlite-replica
  arch:arm64 verified:yes pooler → tidewater/pg/pooler
  type:chart harbor → tidewater/charts/cache-harbor
  type:chart → tidewater/charts/cache-harbor
`

const references = `
  tidewater/csv-lint → tidewater/csv-lint
  Tidewater/PG/pooler → tidewater/pg/pooler
  csv-lint:1.3 → tidewater/csv-lint
  docker pull localhost:5050/tidewater/migrate:7 → tidewater/migrate
  podman pull public.ecr.aws/northlight/fits-server:0.31.0 → northlight/fits-server
  https://gallery.ecr.aws/midori-kobo/kanji-search → midori-kobo/kanji-search
  calibrate:dr4 → northlight/sky-survey/calibrate
  calibrate dr4 → northlight/sky-survey/calibrate
  postgres-tools 13.16-bookworm → tidewater/postgres-tools
  thesis submitted → jmo-lab/thesis-env
`

export const demoJudgements = readJudgements(
  [names, joinedAndSplit, words, slips, otherNames, otherScripts, publishers, phrasesAndExclusions]
    .concat(operators, references)
    .join('\n'),
)
