/**
 * Requests as scanners, broken clients and people who try things send them: seeded, so that every run sends the same. Each
 * is the bytes of one request, because an HTTP client would refuse to send most of them.
 */
import { constant, constantFrom, oneof, record, sample, string, tuple } from 'fast-check'

/** What the requests are aimed at, so that they get past the first look. */
export interface KnownNames {
  alias: string
  repository: string
}

/** Each of the words between spaces. */
function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

function lines(text: string): string[] {
  return text.trim().split(/\n\s*/)
}

const nasty = constantFrom(
  ...words(String.raw`
    % %2 %zz %E0%A4%A %ff %C0%AE %c0%af %ED%A0%80 %F8%88%80%80%80 %u0041 %00 %0a %0d %0d%0aX-A:%20b %1b[31m %7f %20 %25 %2525
    %25zz %2f %2F%2F %5c \ \\ .. %2e%2e ..%2f %2e%2e%2f%2e%2e%2fetc%2fpasswd . %2e ~ - _next %3A %40 :tag @sha256: @sha256:00 :a:b
    %3Atag%40sha256 %23 %3F ;a=b * [ ] { } ( ) (.*) :path* [alias] [...repository] $1 %24%7Bx%7D <script> " ' é ÿ 日 %E6%97%A5
    %F0%9F%90%B3 __proto__ constructor toString null undefined NaN -1 999999999999999999999 1e309 __PAGE__ (.) (..)x (...)
  `),
  ...['A'.repeat(300), 'a/'.repeat(200), '%61'.repeat(900), 'a'.repeat(9_000), '`'],
)

const routes = words(`
  search publishers docs status sitemap.xml robots.txt favicon.ico openapi.json 404 500 api/health api/search api/suggest api/status
  api/tags api/logo api/pulls api/internal/revalidate ~page/tab/usage ~page/tab/x ~page/image/latest ~page/image/- ~page/tags tab/usage opensearch.xml
  manifest.webmanifest _next/image _next/static _next/static/chunks _next/data/x _next/data _next _error _not-found _global-error
  api .well-known/x v2 v2/_catalog index.php .git/config _rsc index page opengraph-image
`)

const parameters = words(`
  tag digest platform tab sort filter page folds searchTerm jump verified operatingSystems architectures popularRegistries v
  q format _rsc url w nxtPalias nxtPrepository __nextDefaultLocale __nextDataReq amp reference __proto__ nextParamalias
`)

const values = [
  ...words(String.raw`
    latest tags usage 1 0 sha256:0 linux/amd64 linux%2farm64 % %zz %00 %0a %ff %E0%A4%A -1 999999999 1e9 ~ - . .. %2e%2e%2f a%2fb ( [
    \ %5c %25 + & = é 日本 %F0%9F%90%B3 http://127.0.0.1:9/x tidewater/cache@sha256: a:b:c / // " <b> '
  `),
  ...['', `sha256:${'0'.repeat(64)}`, 'x'.repeat(3_000), 'a/'.repeat(100)],
]

const methods = words(`
  POST PUT DELETE PATCH OPTIONS TRACE CONNECT PROPFIND PURGE LINK REPORT QUERY M-SEARCH FOO get SOURCE MKCOL
`)

const contentTypes = lines(`
  multipart/form-data; boundary=x
  multipart/form-data
  application/x-www-form-urlencoded
  text/plain;next-action
  text/plain
  application/json
  text/x-component
  x
`)

const bodies = [
  ...lines(`
    a=b
    %
    --x
    []
    {"
    ["$K1"]
    1:"$Sreact.suspense"
    $ACTION_REF_1=&$ACTION_1:0={"id":"x"}
  `),
  ...[
    '',
    '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_0"\r\n\r\n\r\n--x--\r\n',
    '\u0000',
    'a'.repeat(5_000),
  ],
]

const deepState = `${'["",{"a":'.repeat(2_000)}["",{}]${'}]'.repeat(2_000)}`

/** What the framework itself reads, with values that it would never send. */
const frameworkHeaders = [
  ...lines(`
    RSC: 1
    RSC: 0
    RSC: x
    Next-Router-Prefetch: 1
    Next-Router-Prefetch: 2
    Next-Router-Prefetch: x
    Next-Url: /%
    Next-Url: http://x/
    Next-Url: /(.)(..)(...)
    Next-Router-Segment-Prefetch: /_tree
    Next-Router-Segment-Prefetch: /x/%
    Next-HMR-Refresh: 1
    Next-Router-State-Tree: x
    Next-Router-State-Tree: %
    Next-Router-State-Tree: null
    Next-Router-State-Tree: %5B%5D
    Next-Router-State-Tree: ["",{"children":["x",{}]}]
    Next-Router-State-Tree: ["",{"children":["x",{}]},null,"refetch"]
    Next-Router-State-Tree: ["",{"children":[["alias","%","d",null],{"children":["__PAGE__",{}]}]}]
    Next-Action: x
    Next-Action-Not-Found: 1
    x-nextjs-data: 1
    x-nextjs-request-id: %
    x-nextjs-html-request-id: é
    x-matched-path: /%
    x-middleware-subrequest: src/middleware
    x-middleware-prefetch: 1
    x-middleware-rewrite: http://127.0.0.1:9/
    x-invoke-path: /x
    x-invoke-status: 500
    x-invoke-error: {
    x-invoke-output: /x
    x-now-route-matches: %
    x-prerender-revalidate: x
    x-next-resume-state-length: 9
    next-resume: 1
    x-next-revalidated-tags: a
    x-next-revalidate-tag-token: a
    Cookie: __prerender_bypass=x; __next_preview_data=x
    Cookie: NEXT_LOCALE=%
  `),
  ...[
    `Next-Router-State-Tree: ${'['.repeat(9_000)}`,
    `Next-Router-State-Tree: ${deepState}`,
    `Next-Action: ${'0'.repeat(42)}`,
  ],
]

const headers = [
  ...frameworkHeaders,
  ...lines(`
    purpose: prefetch
    x-forwarded-host: a b
    x-forwarded-host: %
    x-forwarded-host: a,b
    x-forwarded-proto: zz
    x-forwarded-proto: https,http
    x-forwarded-port: x
    x-forwarded-for: %
    forwarded: for="
    Origin: null
    Origin: x
    Origin: http://evil.example
    Referer: %
    Range: bytes=0-0
    Range: bytes=9-1
    Range: bytes=-
    Range: x
    If-Range: x
    If-None-Match: *
    If-Modified-Since: x
    If-Match: "x"
    Expect: x
    Accept: x
    Accept: */*;q=x
    Accept: text/html
    Accept-Encoding: gzip;q=x
    Accept-Encoding: *;q=0
    Accept-Encoding: br
    Accept-Language: %
    Cookie: %=%
    Cookie: __proto__=x; =; ;
    Upgrade: websocket
    Upgrade: h2c
    Connection: Upgrade
    Te: trailers
    Sec-Fetch-Dest: image
    Sec-Fetch-Mode: %
    User-Agent: Googlebot
    User-Agent: %00
    Max-Forwards: 0
    Via: x
    X-HTTP-Method-Override: PUT
    Content-Length: 0
    Content-Encoding: gzip
    X-A: ÿ
    X-A:
  `),
  ...[
    `Range: bytes=${'0-0,'.repeat(500)}`,
    `Cookie: ${'a=b; '.repeat(4_000)}`,
    `Cookie: x=${'y'.repeat(60_000)}`,
  ],
]

const brokenHosts = [
  '',
  'a b',
  '%',
  '[',
  '[::1',
  '[::1]:x',
  'a:99999',
  'a,b',
  'http://x/',
  '@',
  'é',
  'x'.repeat(3_000),
]

/** What is no request at all, or hardly one; `|` ends a line. */
const fragments = [
  ...lines(`
    GET||
    GET /||
    GET / HTTP/0.9||
    GET / HTTP/9.9|Host: x||
    GET / HTTP/1.1||
    GET  / HTTP/1.1|Host: x||
    GET / HTTP/1.1|Host: x|Host: y||
    GET / HTTP/1.1|Host: x|A b: c||
    GET / HTTP/1.1|Host: x| : c||
    GET / HTTP/1.1|Host: x|X: a| b||
    GET * HTTP/1.1|Host: x|Connection: close||
    PRI * HTTP/2.0||SM||
    OPTIONS * HTTP/1.1|Host: x|Connection: close||
    TRACE * HTTP/1.1|Host: x|Connection: close||
    CONNECT x:80 HTTP/1.1|Host: x||
    POST / HTTP/1.1|Host: x|Content-Length: x||
    POST / HTTP/1.1|Host: x|Content-Length: 9||a
    POST / HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2||ab
    POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||zz|
    POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked|Content-Length: 3||0||
  `),
  ...['||', '\u0016\u0003\u0001', `GET /${'a'.repeat(140_000)} HTTP/1.1|Host: x||`],
  `GET / HTTP/1.1|Host: x|X: ${'a'.repeat(140_000)}||`,
].map((text) => text.replaceAll('|', '\r\n'))

const targets = words(
  String.raw`* ? # x localhost:80 /\ // /// /. /.. /% http:// http://%/ https://evil.example/ ftp://x/ file:///x http:x`,
)

/** The bytes of `count` requests, the same for the same seed. */
export function listMalformedRequests(
  count: number,
  seed: number,
  { alias, repository }: KnownNames,
): string[] {
  const known = constantFrom(
    '',
    alias,
    `${alias}/${repository}`,
    `${alias}/${repository}`,
    repository,
    ...routes,
  )
  const segment = oneof(known, nasty, string({ maxLength: 6 }).map(encodeURI))
  const path = oneof(
    { weight: 4, arbitrary: tuple(known, nasty).map(([name, part]) => `/${name}/${part}`) },
    { weight: 3, arbitrary: tuple(known, nasty).map(([name, part]) => `/${name}${part}`) },
    { weight: 3, arbitrary: tuple(known, segment, segment).map((parts) => `/${parts.join('/')}`) },
    { weight: 3, arbitrary: known.map((name) => `/${name}`) },
    { weight: 1, arbitrary: tuple(segment, segment).map((parts) => `//${parts.join('//')}`) },
    { weight: 1, arbitrary: segment.map((part) => `http://localhost/${part}`) },
    { weight: 1, arbitrary: constantFrom(...targets) },
  )
  const pair = tuple(constantFrom(...parameters), oneof(constantFrom(...values), nasty)).map((both) =>
    both.join('='),
  )
  const query = oneof(
    { weight: 3, arbitrary: constant('') },
    { weight: 4, arbitrary: pair.map((one) => `?${one}`) },
    { weight: 2, arbitrary: tuple(pair, pair).map((both) => `?${both.join('&')}`) },
    { weight: 1, arbitrary: nasty.map((part) => `?${part}`) },
  )
  const header = constantFrom(...headers)
  const request = record({
    method: oneof(
      { weight: 3, arbitrary: constantFrom('GET', 'HEAD') },
      { weight: 1, arbitrary: constantFrom(...methods) },
    ),
    target: tuple(path, query).map((parts) => parts.join('').replaceAll(/[ \t\r\n]/g, '')),
    host: oneof(
      { weight: 9, arbitrary: constant('localhost') },
      { weight: 1, arbitrary: constantFrom(...brokenHosts) },
    ),
    more: oneof(constant([]), tuple(header), tuple(header, header), tuple(constant('RSC: 1'), header)),
    contentType: constantFrom(...contentTypes),
    body: constantFrom(...bodies),
  }).map(toBytes)
  const all = oneof({ weight: 60, arbitrary: request }, { weight: 1, arbitrary: constantFrom(...fragments) })
  return sample(all, { numRuns: count, seed })
}

function toBytes({
  method,
  target,
  host,
  more,
  contentType,
  body,
}: {
  method: string
  target: string
  host: string
  more: readonly string[]
  contentType: string
  body: string
}): string {
  const withBody = method !== 'GET' && method !== 'HEAD' && body !== ''
  const bodyLines = withBody
    ? [`Content-Type: ${contentType}`, `Content-Length: ${Buffer.byteLength(body)}`]
    : []
  const head = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...bodyLines, ...more]
  return `${head.join('\r\n')}\r\n\r\n${withBody ? body : ''}`
}
