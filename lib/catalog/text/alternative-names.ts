/**
 * Names by which people mean the same software, and short forms with what they stand for. The table here can be extended by an
 * operator's file: each line has names that mean the same, separated by spaces or commas, or a short form, `>`, and what it
 * stands for, which may be several words; `#` begins a comment. The names are those of the projects themselves and of
 * their documentation (PostgreSQL "pg", Kubernetes "K8s", OpenTelemetry "OTel", …).
 */

import { normalizeText } from './normalize-text.ts'
import { joinParts, listCompounds } from './split-words.ts'

/**
 * From a name, normalised and joined, to the other ones. One with spaces is several words that stand together.
 */
export type AlternativeNames = ReadonlyMap<string, readonly string[]>

const builtIn = `
  postgres postgresql pgsql
  kubernetes k8s kube
  go golang
  node nodejs
  mongo mongodb
  elasticsearch elastic
  python python3 py py3
  javascript js
  typescript ts
  dotnet netcore
  cplusplus cpp
  rabbitmq rabbit
  openjdk java jdk
  mssql sqlserver
  mariadb maria
  memcached memcache
  opentelemetry otel
  cockroach cockroachdb crdb
  influx influxdb
  couch couchdb
  ruby rb
  rust rustlang
  vuejs vue
  reactjs react
  httpd apache apache2
  wordpress wp
  zookeeper zk
  prometheus prom
  postgres postgresql pg
  elasticsearch es
  opentelemetry otel
  amazoncorretto corretto
  openjdk eclipse-temurin temurin
  mssql sqlserver mssql-server
  pg > postgres
  tf > terraform
  tf > tensorflow
  java > corretto
  java > amazoncorretto
  jdk > amazoncorretto
  sql > mysql
  sql > postgres
  sql > relational database
  k8s > kubectl
  cw > cloudwatch
  lb > load balancer
  mq > message queue
  mq > message broker
  mq > rabbitmq
  ci > continuous integration
  ci > jenkins
  cd > continuous delivery
  iac > infrastructure as code
  sso > single sign-on
  oidc > openid connect
  oidc > keycloak
  llm > large language model
  llm > large language models
  vpn > wireguard
  gcloud > cloud-sdk
  s3 > object storage
  csharp > dotnet
  cplusplus > gcc
  db > database
  mqtt > mosquitto
  cms > content management system
  waf > web application firewall
  apm > application performance monitoring
  nosql > document database
  logging > fluentd
  logging > fluent-bit
  logging > loki
  logging > logstash
`

class AlternativeNamesError extends Error {
  override name = 'AlternativeNamesError'
}

/**
 * The built-in table, extended by the lines of a file.
 * @throws {AlternativeNamesError} naming the first line that does not hold at least two names
 * @example createAlternativeNames('gitea forgejo').get('forgejo') // ['gitea']
 */
export function createAlternativeNames(lines = ''): AlternativeNames {
  const groups = new Map<string, Set<string>>()
  const meanings = new Map<string, string[]>()
  const add = (line: string, lineNumber: number | null) => {
    if (line.includes('>')) addMeaning(meanings, line, lineNumber)
    else addLine(groups, line, lineNumber)
  }
  for (const [position, line] of lines.split(/\r?\n/).entries()) add(line.replace(/#.*/s, ''), position + 1)
  for (const line of builtIn.split('\n')) add(line, null)
  const names = new Map(
    [...groups].map(([name, group]) => [name, [...group].filter((other) => other !== name)]),
  )
  for (const [name, meant] of meanings) names.set(name, [...new Set([...(names.get(name) ?? []), ...meant])])
  return names
}

/** `short form > what it stands for`; of words that stand together, each is normalised by itself. */
function addMeaning(meanings: Map<string, string[]>, line: string, lineNumber: number | null): void {
  const [short = '', meaning = '', ...more] = line.split('>').map((part) => part.trim())
  const name = toName(short)
  const words = listCompounds(normalizeText(meaning)).flatMap(({ parts }) => parts)
  const single = toName(meaning)
  if (name === '' || words.length === 0 || more.length > 0) {
    throw new AlternativeNamesError(
      `Line ${lineNumber} of the alternative names is '${line.trim().slice(0, 80)}'. It has to be a short form, '>' and what it stands for.`,
    )
  }
  meanings.set(name, [...(meanings.get(name) ?? []), single === '' ? words.join(' ') : single])
}

function addLine(groups: Map<string, Set<string>>, line: string, lineNumber: number | null): void {
  const written = line.split(/[\s,]+/).filter(Boolean)
  if (written.length === 0) return
  const names = [...new Set(written.map(toName).filter((name) => name !== ''))]
  if (lineNumber !== null && (written.length < 2 || names.length < 2)) {
    throw new AlternativeNamesError(
      `Line ${lineNumber} of the alternative names is '${line.trim().slice(0, 80)}'. It has to hold at least two different names, separated by spaces or commas.`,
    )
  }
  const group = new Set(names.flatMap((name) => [...(groups.get(name) ?? [name])]))
  for (const name of group) groups.set(name, group)
}

function toName(written: string): string {
  const [compound, ...others] = listCompounds(normalizeText(written))
  return compound === undefined || others.length > 0 ? '' : joinParts(compound)
}
