/**
 * An S3 service of a test's own: Ceph's RADOS Gateway over one monitor and one daemon that keeps objects in memory, on loopback ports and
 * with its files in a temporary folder. The programs are those of this machine, or what `scripts/ceph-tools.ts` has unpacked beside.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import { type CephTools, findCephTools } from '../scripts/ceph-tools.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

const run = promisify(execFile)
/** Ends what it starts with whoever has started it. */
const reaper = 'setpriv'

export interface S3Access {
  /** The service's address. */
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
}

export interface TestS3 extends S3Access, AsyncDisposable {
  /** Makes an empty bucket, and answers its name. */
  createBucket(): Promise<string>
  /** What a registry is started with for a bucket. */
  toEnvironment(bucket: string): Record<string, string>
  /** The same as settings, for a store in the test's own process. Its credentials are those of the environment. */
  toSettings(bucket: string): S3Settings
  /** A client of it, for what a test looks at or spoils. */
  client: S3Client
  /** Ends the gateway alone; what is stored stays. */
  stopGateway(): Promise<void>
  startGateway(): Promise<void>
}

/** Why there can be none here, for the tests that skip themselves; null where there can. */
export function findS3Problem(): string | null {
  return findCephTools() === null
    ? 'radosgw, ceph-mon and ceph-osd are not here (npm test fetches them)'
    : null
}

/** Starts all of it; about ten seconds. */
export async function startRadosgw(): Promise<TestS3> {
  const tools = findCephTools()
  if (tools === null) throw new Error('radosgw is not here.')
  const folder = mkdtempSync(join(tmpdir(), 'rgw-'))
  const env = childEnvironment({ ...tools.environment, CEPH_CONF: join(folder, 'ceph.conf') })
  const [monPort, port] = [await findFreePort(), await findFreePort()]
  const fsid = randomUUID()
  writeFileSync(join(folder, 'ceph.conf'), toConfiguration(tools, { folder, fsid, monPort, port }))
  const call = (name: string, ...args: string[]) => run(tools.toPath(name), args, { env, cwd: folder })
  const start = (name: string, ...args: string[]): ChildProcess =>
    spawn(reaper, ['--pdeathsig', 'KILL', tools.toPath(name), ...args, '-f'], {
      env,
      cwd: folder,
      stdio: 'ignore',
    })

  for (const name of ['mon', 'osd', 'run']) mkdirSync(join(folder, name))
  await call('monmaptool', '--create', '--addv', 'a', `[v2:127.0.0.1:${monPort}]`, '--fsid', fsid, 'monmap')
  // The command line that would add the daemon to the map needs Python.
  await call('osdmaptool', '--createsimple', '1', 'osdmap', '--clobber')
  await call('ceph-mon', '--mkfs', '-i', 'a', '--monmap', 'monmap', '--osdmap', 'osdmap')
  const daemons = [start('ceph-mon', '-i', 'a')]
  await call('ceph-osd', '-i', '0', '--mkfs')
  daemons.push(start('ceph-osd', '-i', '0'))
  const [accessKeyId, secretAccessKey] = [randomBytes(10).toString('hex'), randomBytes(20).toString('hex')]
  await call(
    'radosgw-admin',
    ...['user', 'create', '--uid=test', '--display-name=test', '--max-buckets=0'],
    ...[`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`],
  )
  const endpoint = `http://127.0.0.1:${port}`
  let gateway: ChildProcess | null = null
  const startGateway = async () => {
    gateway = start('radosgw', '-n', 'client.rgw')
    await waitForAnswer(endpoint, { timeoutMs: 60_000 })
  }
  const stopGateway = async () => {
    if (gateway !== null) await end(gateway)
    gateway = null
  }
  await startGateway()
  const access = { endpoint, accessKeyId, secretAccessKey }
  const client = createClient(access)
  return {
    endpoint,
    accessKeyId,
    secretAccessKey,
    client,
    createBucket: () => createBucket(access),
    toEnvironment: (bucket) => toBucketEnvironment(access, bucket),
    toSettings: (bucket) => ({
      bucket,
      prefix: 'images/',
      endpoint,
      region: 'us-east-1',
      isPathStyle: true,
      redirect: null,
    }),
    stopGateway,
    startGateway,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await stopGateway()
      for (const daemon of daemons.reverse()) await end(daemon)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Makes an empty bucket, and answers its name. */
export async function createBucket(access: S3Access): Promise<string> {
  const client = createClient(access)
  const Bucket = `bucket-${randomUUID()}`
  await client.send(new CreateBucketCommand({ Bucket }))
  client.destroy()
  return Bucket
}

/** What a registry is started with for a bucket. */
export function toBucketEnvironment(
  { endpoint, accessKeyId, secretAccessKey }: S3Access,
  bucket: string,
): Record<string, string> {
  return {
    BLOB_STORE: `s3://${bucket}`,
    BLOB_S3_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
}

function createClient({ endpoint, ...credentials }: S3Access): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const ended = once(daemon, 'exit')
  daemon.kill('SIGKILL')
  await ended
}

function toConfiguration(
  { libraries }: CephTools,
  { folder, fsid, monPort, port }: { folder: string; fsid: string; monPort: number; port: number },
): string {
  const settings = {
    fsid,
    'mon host': `[v2:127.0.0.1:${monPort}]`,
    'auth cluster required': 'none',
    'auth service required': 'none',
    'auth client required': 'none',
    // The gateway would ask for what there is not without keys.
    'ms mon client mode': 'crc',
    'mon data': join(folder, 'mon'),
    'mon allow pool size one': 'true',
    'mon osd down out interval': '0',
    'osd data': join(folder, 'osd'),
    'osd objectstore': 'memstore',
    'memstore device bytes': String(4 * 1024 ** 3),
    'osd pool default size': '1',
    'osd pool default min size': '1',
    'osd pool default pg num': '4',
    'osd pool default pgp num': '4',
    'osd pool default pg autoscale mode': 'off',
    'osd crush chooseleaf type': '0',
    'osd class dir': join(libraries, 'rados-classes'),
    'plugin dir': join(libraries, 'ceph'),
    'erasure code dir': join(libraries, 'ceph', 'erasure-code'),
    'public addr': '127.0.0.1',
    'cluster addr': '127.0.0.1',
    'log file': join(folder, '$name.log'),
    'mon cluster log file': join(folder, 'cluster.log'),
    'run dir': join(folder, 'run'),
    'admin socket': join(folder, 'run', '$name.asok'),
    'crash dir': join(folder, 'run'),
    'rgw data': folder,
    'rgw frontends': `beast endpoint=127.0.0.1:${port}`,
    'rgw gc obj min wait': '1',
    'rgw enable usage log': 'false',
    'rgw enable ops log': 'false',
    'debug rgw': '0',
    'debug ms': '0',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return ['[global]', ...lines, ''].join('\n')
}
