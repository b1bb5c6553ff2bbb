/** Every variable of the environment that the programs read: its form, its usual value, and what it is for. The documents are made from it. */
import { z } from 'zod'
import { isBlockedPort } from './blocked-ports.ts'
import { networks } from './networks.ts'
import { trustedProxies } from './trusted-proxies.ts'

const port = (fallback: number) =>
  z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .refine((value) => !isBlockedPort(value), 'is a port that browsers refuse to connect to')
    .default(fallback)
const onOff = z.enum(['0', '1'])

export const environment = z.object({
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address both programs listen on. Anything but a loopback address should have TLS: in front, or of its own.',
    ),
  GALLERY_PORT: port(3000).describe('Port of the gallery.'),
  GALLERY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address visitors use, for canonical links, Open Graph tags and the sitemap. Default: `http://localhost:GALLERY_PORT`, with https where the gallery has TLS of its own.',
    ),
  GALLERY_CONTACT: z
    .union([z.url({ protocol: /^https?$/ }), z.email()])
    .optional()
    .describe(
      'Web or e-mail address under which visitors reach the people who run the gallery; the docs and `/.well-known/security.txt` show it.',
    ),
  REGISTRY_PORT: port(5050).describe('Port of the registry and the ECR Public API.'),
  REGISTRY_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, 'must be a host name, optionally with a port')
    .optional()
    .describe('Host shown in image references and pull commands. Default: `localhost:REGISTRY_PORT`.'),
  REGISTRY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address under which the registry serves logos. Default: `http://REGISTRY_HOST`, with https where the registry has TLS of its own.',
    ),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Everything that is stored. One registry process owns it; removing it resets everything.'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(?:ql)?$/,
      error: 'has to be a URL like postgres://user:password@host/database',
    })
    .optional()
    .describe(
      'PostgreSQL database for everything but the content of images, which several registry processes on one `DATA_DIR` may share; see [postgresql.md](operating/postgresql.md). Unset: a file in `DATA_DIR`.',
    ),
  BLOB_STORE: z
    .string()
    .regex(
      /^(?:files|s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[A-Za-z0-9._/-]{0,200})?)$/,
      'has to be `files`, or a bucket with or without a prefix: `s3://bucket/prefix`',
    )
    .default('files')
    .describe(
      'Where the content of images is: `files` in `DATA_DIR`, or a bucket of an S3-compatible service, `s3://bucket` or `s3://bucket/prefix`, which has to be there; see [s3.md](operating/s3.md).',
    ),
  BLOB_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address of the S3 service of `BLOB_STORE`. Unset: that of AWS in the region.'),
  BLOB_S3_REGION: z.string().min(1).default('us-east-1').describe('Region of the bucket of `BLOB_STORE`.'),
  BLOB_S3_PATH_STYLE: onOff
    .optional()
    .describe(
      '`1` asks for `https://endpoint/bucket/…`, `0` for `https://bucket.endpoint/…`. Unset: `1` with `BLOB_S3_ENDPOINT`, `0` without.',
    ),
  BLOB_REDIRECT: z
    .enum(['off', 'on'])
    .default('off')
    .describe(
      'With a bucket, `on` answers the download of a layer with a redirect to a signed address of the bucket, so that its bytes do not go through the registry.',
    ),
  BLOB_REDIRECT_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address of the S3 service as clients reach it, for `BLOB_REDIRECT`. Unset: `BLOB_S3_ENDPOINT`.',
    ),
  BLOB_REDIRECT_SECONDS: z.coerce
    .number()
    .int()
    .min(300)
    .max(43_200)
    .default(900)
    .describe('How long such an address can be used.'),
  REGISTRY_KEY: z
    .string()
    .optional()
    .describe(
      "The registry's secret, by which it seals stored secrets and signs logins: 32 bytes in base64 or as 64 hexadecimal digits. Several, separated by commas: the first seals, the others still open; see [the secret](operating/secret.md). Unset: `DATA_DIR/key`, which the first start makes.",
    ),
  REGISTRY_KEY_FILE: z
    .string()
    .optional()
    .describe('A file that has it instead, one in each line. It is read again when it changes.'),
  REGISTRY_KEY_COMMAND: z
    .string()
    .optional()
    .describe(
      'A command that prints it instead, such as one that asks a key service. It is run by a shell at the start and once a minute.',
    ),
  DEMO: onOff
    .default('1')
    .describe('`1` fills an empty `DATA_DIR` with a demo catalogue at the first start; `0` leaves it empty.'),
  SHOW_UNVERIFIED_NAMES: onOff
    .default('1')
    .describe(
      '`1` shows the display name, description, website and logos of every publisher; `0` only those of verified ones, as ECR Public does: the others go by their alias.',
    ),
  ECR_PUBLIC_ENDPOINT: z
    .union([z.literal('aws'), z.url({ protocol: /^https?$/ })])
    .optional()
    .describe(
      'Unset: the embedded registry. `aws`: the real service, with the standard AWS credential chain. A URL: any compatible endpoint, with the same chain.',
    ),
  CATALOG_SOURCES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file with several endpoints, accounts and registries, instead of `ECR_PUBLIC_ENDPOINT`; see [sync.md](sync.md).',
    ),
  SEARCH_ALTERNATIVES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Text file with further names that mean the same in a search, such as `postgres postgresql`: on each line at least two, separated by spaces or commas; `#` begins a comment.',
    ),
  SYNC_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe(
      'On an endpoint that offers no change feed: seconds between two looks for new and deleted repositories, and at least between two reads of one repository.',
    ),
  SYNC_REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(0.1)
    .max(10_000)
    .optional()
    .describe(
      'Most API requests that the sync sends to one source in a second. Unset: as fast as the endpoint takes them; a throttled sync slows down by itself.',
    ),
  SYNC_REQUESTS_PER_HOUR: z.coerce
    .number()
    .int()
    .min(10)
    .max(10_000_000)
    .default(7_200)
    .describe(
      'Budget of one source without a change feed, once it has been read completely: requests in an hour for reading repositories again.',
    ),
  SOURCE_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(60)
    .default(4)
    .describe(
      'Seconds that a page waits for the API and the registry in all. After that it shows what was read last, and says how old that is.',
    ),
  GC_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(604_800)
    .default(3600)
    .describe('Seconds between two passes that remove blobs which no image needs.'),
  GC_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(31_536_000)
    .default(86_400)
    .describe(
      'Seconds for which a blob is kept that no image names. A push must not take longer between its layers and its manifest.',
    ),
  FINDINGS_MEGABYTES: z.coerce
    .number()
    .min(1)
    .max(1_000_000)
    .default(512)
    .describe(
      'Megabytes on disk for what the gallery has found out about the content of images; beyond it goes what was not used for longest.',
    ),
  INSIDE_MEGABYTES: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(512)
    .describe(
      'Megabytes, compressed, of the largest image whose layers are read to list its files. 0: no layer is read.',
    ),
  REMOTE_IMAGES_MEGABYTES: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(256)
    .describe(
      'Megabytes on disk for images of other hosts that stand in texts: the gallery fetches them, so that visitors are not known there. 0: none are shown, but links to them.',
    ),
  RESERVE_MEGABYTES: z.coerce
    .number()
    .min(0)
    .max(100_000)
    .default(64)
    .describe(
      'Twice as much of the disk of `DATA_DIR` is kept free for deletes, garbage collection and the audit log, half of it as a file: new uploads are refused before. 0: nothing.',
    ),
  SCRUB_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(30)
    .describe(
      'Days within which every blob is read again, and moved aside when it is no longer what its digest says. 0: never.',
    ),
  SCRUB_MEGABYTES_PER_SECOND: z.coerce
    .number()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('How much of the blobs is read again in a second, at most.'),
  TRUSTED_PROXIES: trustedProxies
    .optional()
    .describe(
      'Proxies before the registry whose word about a client is taken: how many stand one behind the other (`1`), or their addresses and networks (`10.0.0.0/8,::1`). Unset: none, and the client is who connects.',
    ),
  FORWARDED_HEADER: z
    .enum(['x-forwarded-for', 'forwarded'])
    .default('x-forwarded-for')
    .describe(
      'The header in which those proxies name the client; the other one is ignored. `forwarded` is that of RFC 7239.',
    ),
  RATE_LIMITS: z
    .enum(['off', 'aws'])
    .default('off')
    .describe(
      '`aws` limits pulls, downloaded data and API calls as ECR Public does; `off` does not. See [limits](limits.md).',
    ),
  SEARCHES_PER_SECOND: z.coerce
    .number()
    .min(0)
    .max(100_000)
    .default(20)
    .describe(
      'Searches and suggestions that programs and pages may ask the gallery for (`/api/search`, `/api/suggest`) in a second, for each IPv4 address or IPv6 /64 that is not one of `UNLIMITED_CLIENTS`; five times as many at once. 0: no limit. Behind a proxy on another machine set `TRUSTED_PROXIES` too.',
    ),
  ANONYMOUS_PULLS_PER_SECOND: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(1)
    .describe(
      'Image pulls in a second without a login, for each IPv4 address or IPv6 /64. With `RATE_LIMITS=aws`; that of an account is a quota.',
    ),
  ANONYMOUS_DATA_GB_PER_MONTH: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(500)
    .describe(
      'Gigabytes (10⁹ bytes) of layers downloaded in a calendar month without a login, for each address as above. With `RATE_LIMITS=aws`.',
    ),
  RATE_BURST_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(10)
    .describe('So many seconds of a rate may be used up at once. With `RATE_LIMITS=aws`.'),
  UNLIMITED_CLIENTS: networks
    .optional()
    .describe(
      'Addresses and networks whose pulls without a login are not limited. Default: `127.0.0.0/8,::1`, this machine, from where the gallery reads.',
    ),
  MAX_REQUESTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(5000)
    .describe('Requests that the registry works on at a time; more are told to come again (503).'),
  MAX_REQUESTS_PER_CLIENT: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(500)
    .describe('The same for one IPv4 address or IPv6 /64; those of `UNLIMITED_CLIENTS` are not counted.'),
  MAX_OPEN_UPLOADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(500)
    .describe('Layer uploads that one user or role may have begun and not finished.'),
  MIN_UPLOAD_BYTES_PER_SECOND: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(1024)
    .describe(
      'A request whose body comes more slowly than this, over half a minute, is ended (408). `0` lets it take as long as it takes.',
    ),
  AUDIT_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(90)
    .describe('Days for which records of the audit log can be looked up; `0` keeps them all.'),
  AUDIT_FILES_MEGABYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .default(5_000)
    .describe('Megabytes that the files of `DATA_DIR/audit` may take together; beyond it the oldest go.'),
  AUDIT_FILES_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(365)
    .describe('Days for which files of `DATA_DIR/audit` are kept. A new one begins each day.'),
  AUDIT_FILE_MEGABYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(64)
    .describe('Megabytes at which a new file of `DATA_DIR/audit` begins before the day is over.'),
  SIGSTORE_TRUSTED_ROOT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file with the trusted root by which signatures with certificates are verified; see [proof.md](proof.md). Unset: that of the public instance of Sigstore, as it came with this version.',
    ),
  SIGNERS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file that says who signs the images of which repositories: public keys, identities of certificates, and trust stores of notation; see [proof.md](proof.md).',
    ),
  UPSTREAMS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file with the registries whose images can be pulled through this one; see [upstreams.md](upstreams.md). Unset: none, and no other registry is ever contacted.',
    ),
  OIDC_ISSUERS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file with the OpenID Connect issuers whose tokens can be exchanged for credentials of roles; see [oidc.md](oidc.md). Unset: none, and no issuer is ever contacted.',
    ),
  DRAIN_DELAY_SECONDS: z.coerce
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe(
      'Seconds for which a program that is told to stop serves as before while `/readyz` says 503, so that a load balancer turns away from it first.',
    ),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(25)
    .describe(
      'Seconds that running requests and running pushes then have to finish, while new work is refused (503); what is left is cut off.',
    ),
  REGISTRY_METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe(
      'Port on which the registry answers `GET /metrics` for Prometheus; see [operating](operating.md#metrics). Unset: no metrics.',
    ),
  GALLERY_METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('The same of the gallery, as `npm start` runs it. Unset: no metrics.'),
  METRICS_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address on which both answer it. Anybody who reaches it can read it: let it be a private one.',
    ),
  REGISTRY_TLS_CERT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'PEM file with the certificate of the registry and those that lead to its root: the registry then speaks TLS itself. Read again when it changes; see [TLS](operating/tls.md). Unset: plain HTTP.',
    ),
  REGISTRY_TLS_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file with the key of that certificate, without a passphrase.'),
  GALLERY_TLS_CERT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('The same for the gallery, as `npm start` runs it. It may be the same file.'),
  GALLERY_TLS_KEY_FILE: z.string().min(1).optional().describe('PEM file with the key of that certificate.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged.'),
})
