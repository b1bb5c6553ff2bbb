/**
 * Names by which people mean the same software. The table here can be extended by an operator's file: each line has names
 * that mean the same, separated by spaces or commas; `#` begins a comment.
 */

import { normalizeText } from './normalize-text.ts'
import { joinParts, listCompounds } from './split-words.ts'

/** From a name, normalised and joined, to the other ones. */
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
  terraform tf
  prometheus prom
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
  for (const [position, line] of lines.split(/\r?\n/).entries()) addLine(groups, line, position + 1)
  for (const line of builtIn.split('\n')) addLine(groups, line, null)
  return new Map([...groups].map(([name, group]) => [name, [...group].filter((other) => other !== name)]))
}

function addLine(groups: Map<string, Set<string>>, line: string, lineNumber: number | null): void {
  const written = line
    .replace(/#.*/s, '')
    .split(/[\s,]+/)
    .filter(Boolean)
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
