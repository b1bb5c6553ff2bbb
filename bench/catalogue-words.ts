/**
 * The vocabulary of the generated catalogue. Words follow Zipf's law as in real texts: the first stand in almost
 * every text, some dozens in a tenth to a third of all (a search for one of them is the hard case), and most of the
 * sixty thousand in a handful.
 */
import { createRandom, pick, type Random } from './seeded-random.ts'

/** Software that many publish: the name of the official image, and what look-alikes and visitors call it too. */
export const families: readonly [Family, ...Family[]] = [
  { name: 'node', otherNames: ['nodejs', 'node-js', 'node.js'] },
  { name: 'python', otherNames: ['python3', 'py3'] },
  { name: 'postgres', otherNames: ['postgresql', 'pgsql'] },
  { name: 'nginx', otherNames: ['nginx-server', 'nginx-proxy'] },
  { name: 'redis', otherNames: ['redis-server', 'redisdb'] },
  { name: 'mysql', otherNames: ['mysql-server', 'mysqldb'] },
  { name: 'mariadb', otherNames: ['maria-db', 'mariadb-server'] },
  { name: 'mongo', otherNames: ['mongodb', 'mongo-db'] },
  { name: 'golang', otherNames: ['go', 'golang-builder'] },
  { name: 'ruby', otherNames: ['ruby-lang', 'ruby3'] },
  { name: 'php', otherNames: ['php-fpm', 'php8'] },
  { name: 'openjdk', otherNames: ['jdk', 'java'] },
  { name: 'ubuntu', otherNames: ['ubuntu-base', 'ubuntu22'] },
  { name: 'debian', otherNames: ['debian-slim', 'debian12'] },
  { name: 'alpine', otherNames: ['alpine-linux', 'alpine3'] },
  { name: 'busybox', otherNames: ['busy-box', 'busybox-musl'] },
  { name: 'httpd', otherNames: ['apache', 'apache2'] },
  { name: 'haproxy', otherNames: ['ha-proxy', 'haproxy-lb'] },
  { name: 'traefik', otherNames: ['traefik-proxy', 'traefik2'] },
  { name: 'rabbitmq', otherNames: ['rabbit-mq', 'rabbitmq-server'] },
  { name: 'elasticsearch', otherNames: ['elastic-search', 'elasticsearch7'] },
  { name: 'kibana', otherNames: ['kibana-oss', 'kibana7'] },
  { name: 'logstash', otherNames: ['log-stash', 'logstash-oss'] },
  { name: 'grafana', otherNames: ['grafana-oss', 'grafana-server'] },
  { name: 'prometheus', otherNames: ['prom', 'prometheus-server'] },
  { name: 'memcached', otherNames: ['memcache', 'memcached-server'] },
  { name: 'wordpress', otherNames: ['word-press', 'wp'] },
  { name: 'jenkins', otherNames: ['jenkins-lts', 'jenkins-agent'] },
  { name: 'sonarqube', otherNames: ['sonar', 'sonar-qube'] },
  { name: 'nextcloud', otherNames: ['next-cloud', 'nextcloud-fpm'] },
  { name: 'consul', otherNames: ['consul-server', 'consul-agent'] },
  { name: 'vault', otherNames: ['vault-server', 'vault-agent'] },
  { name: 'cassandra', otherNames: ['cassandra-db', 'cassandra4'] },
  { name: 'kafka', otherNames: ['kafka-broker', 'apache-kafka'] },
  { name: 'zookeeper', otherNames: ['zoo-keeper', 'zk'] },
  { name: 'influxdb', otherNames: ['influx', 'influx-db'] },
  { name: 'telegraf', otherNames: ['telegraf-agent', 'telegraf1'] },
  { name: 'kubectl', otherNames: ['kube-ctl', 'kubectl-cli'] },
  { name: 'terraform', otherNames: ['terraform-cli', 'tf'] },
  { name: 'coredns', otherNames: ['core-dns', 'coredns-server'] },
]

export interface Family {
  name: string
  otherNames: readonly [string, ...string[]]
}

/** In the order of how often they occur. */
const textHead =
  'the image of to a and container is for with in this run on from your docker it be server data default you can use version file configuration latest tags are build application service port environment security as by set or linux base available support example cluster host volume network web based official an cloud open source documentation how api not when client system log storage user runs pull command see process platform test memory software database package tools release database-driven management multi monitoring metrics deployment production kubernetes amazon aws registry node library function policy health token secure update updates fast small minimal light language runtime proxy cache queue worker gateway operator agent exporter controller plugin driver scheduler backup index search stream event message broker session load balancer certificate scanner builder toolkit notebook model inference training pipeline report dashboard console admin query schema migration replica shard snapshot bucket object block device sensor camera map tile geo weather chart graph table form mail chat voice video image-processing font icon theme site blog shop order payment invoice ledger account identity access key secret vault audit trace probe check alert rule filter router switch bridge tunnel mesh sidecar init job cron task batch stage lint format compile debug profile bench mock stub fixture'.split(
    ' ',
  )

const syllables = ['ka', 'lo', 'mi', 'ner', 'os', 'pra', 'quil', 'ru', 'sta', 'tel', 'um', 'vex', 'wol', 'zar', 'be', 'chi', 'dra', 'fen', 'gol', 'hy', 'jun', 'sky', 'tron', 'lix'] as const // biome-ignore format: a list of sounds
const vocabularySize = 60_000
/** Flattens the head: the first word is about one in twenty of all words, as in English. */
const zipfShift = 2.2
const tableSize = 1 << 20

/** What image names are made of besides families, the frequent ones first. */
const nameWordCount = 6_000

export interface Vocabulary {
  /** A word as texts have it: by Zipf's law over all words. */
  pickTextWord(random: Random): string
  /** A word as names have it: by Zipf's law over fewer words, without articles. */
  pickNameWord(random: Random): string
  /** The word at this place in the order of how often it occurs in texts, from 0. */
  textWord(rank: number): string
  nameWord(rank: number): string
}

/** Makes the same vocabulary for the same seed. */
export function createVocabulary(seed: number): Vocabulary {
  const random = createRandom(seed, 1)
  const words = new Set(textHead)
  while (words.size < vocabularySize) words.add(makeWord(random))
  const textWords = [...words]
  const nameWords = textWords.filter((word) => /^[a-z]{4,}$/.test(word)).slice(40, 40 + nameWordCount)
  const textTable = toZipfTable(textWords.length)
  const nameTable = toZipfTable(nameWords.length)
  const draw = (list: readonly string[], table: Uint16Array, random: Random) =>
    list[table[Math.floor(random() * tableSize)] ?? 0] ?? ''
  return {
    pickTextWord: (random) => draw(textWords, textTable, random),
    pickNameWord: (random) => draw(nameWords, nameTable, random),
    textWord: (rank) => textWords[rank % textWords.length] ?? '',
    nameWord: (rank) => nameWords[rank % nameWords.length] ?? '',
  }
}

function makeWord(random: Random): string {
  const length = 2 + Math.floor(random() ** 2 * 3)
  return Array.from({ length }, () => pick(random, syllables)).join('')
}

/** Ranks, each as often as its share of a million draws, so that a draw is one look-up. */
function toZipfTable(size: number): Uint16Array {
  const weights = Float64Array.from({ length: size }, (_, rank) => 1 / (rank + zipfShift))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const table = new Uint16Array(tableSize)
  let rank = 0
  let reached = (weights[0] ?? 0) / total
  for (let at = 0; at < tableSize; at += 1) {
    while (at / tableSize >= reached && rank < size - 1) {
      rank += 1
      reached += (weights[rank] ?? 0) / total
    }
    table[at] = rank
  }
  return table
}

/** Sentences of image descriptions in other scripts and with accents; a twentieth of the texts has some. */
export const foreignTexts = [
  '小さなウェブサーバーのコンテナイメージです。設定ファイルを読み込みます。',
  '日本語の全文検索エンジン。形態素解析とかな漢字変換に対応しています。',
  '軽量なデータベースのバックアップを毎日取得するツール。',
  '画像処理と機械学習のための開発環境。',
  'Serveur léger de fichiers, déjà configuré pour la sécurité et les réseaux privés.',
  'Übersetzt Größenangaben und prüft Schlüssel für sichere Verträge.',
  'Gestión de colas y trabajos, con métricas y configuración rápida en español.',
  'Serviço de autenticação com integração contínua e análise de código.',
  'Narzędzie do śledzenia błędów w środowisku usług.',
  'Сервер для хранения образов и резервных копий.',
] as const
