/** Writes `docs/configuration.md` out of the descriptions in the configuration schema. */
import { z } from 'zod'
import type { environment } from '#lib/config/environment.ts'

type JsonSchema = z.core.JSONSchema._JSONSchema

/** The whole text of `docs/configuration.md` for a schema, one table row for each variable. */
export function toConfigurationDocs(schema: typeof environment): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const json: JsonSchema = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' })
    const fallback = json.default === undefined ? '' : `\`${json.default}\``
    return `| \`${name}\` | ${toValues(json)} | ${fallback} | ${json.description ?? ''} |`
  })
  return `${head}\n${rows.join('\n')}\n${foot}`
}

function toValues(json: JsonSchema): string {
  if (typeof json === 'boolean') return 'text'
  if (json.anyOf) return json.anyOf.map(toValues).join(' or ')
  if (json.const !== undefined) return `\`${json.const}\``
  if (json.enum) return json.enum.map((value) => `\`${value}\``).join(', ')
  if (json.minimum !== undefined) return `${json.minimum}–${json.maximum}`
  return json.format === 'uri' ? 'http(s) URL' : 'text'
}

const head = `# Configuration

<!-- Written by \`npm run docs\` from lib/config/config.ts; change the descriptions there. -->

Everything is set through environment variables. None is required; an empty variable counts as unset, and a value that
cannot be used stops the start with a message that names the variable. So does one that does not exist and was meant to be one of
these: a name that begins with \`GALLERY_\`, \`SYNC_\` and the like, or has a slip of a letter or two. Names of others are left alone.

| Variable | Values | Default | What it does |
| --- | --- | --- | --- |`

const foot = `
With \`ECR_PUBLIC_ENDPOINT\` or \`CATALOG_SOURCES_FILE\` set, the standard AWS variables (\`AWS_PROFILE\`, \`AWS_ACCESS_KEY_ID\`,
\`AWS_SECRET_ACCESS_KEY\`, \`AWS_SESSION_TOKEN\`, \`AWS_SHARED_CREDENTIALS_FILE\` and the rest of the credential chain) say
who the gallery is. The embedded registry needs none of them. Several endpoints and accounts, request budgets and the sync's errors:
[sync.md](sync.md).

The standard variables of OpenTelemetry (\`OTEL_EXPORTER_OTLP_ENDPOINT\` and the like) have both programs send traces:
[operating/tracing.md](operating/tracing.md).

## Examples

Other ports, an empty registry and a folder of its own:

\`\`\`
GALLERY_PORT=8080 REGISTRY_PORT=8081 DATA_DIR=/srv/gallery DEMO=0 npm start
\`\`\`

Behind a reverse proxy that ends TLS for two hosts ([operating/proxies.md](operating/proxies.md)):

\`\`\`
GALLERY_URL=https://gallery.example.com REGISTRY_HOST=registry.example.com REGISTRY_URL=https://registry.example.com TRUSTED_PROXIES=127.0.0.1 npm start
\`\`\`

On a real account, with the profile of the AWS CLI:

\`\`\`
ECR_PUBLIC_ENDPOINT=aws AWS_PROFILE=my-profile npm start
\`\`\`
`
