/**
 * Makes the bucket that `BLOB_STORE` names, unless it is there: a service of `compose.yaml` that runs once, before the first registry. The
 * registry itself makes no bucket, as its keys need not be allowed to.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { readConfig } from '#lib/config/config.ts'

const waitMs = 60_000

const { s3 } = readConfig()
if (s3 === null) {
  console.error('BLOB_STORE names no bucket: s3://BUCKET')
  process.exit(1)
}
const { bucket, endpoint, region, isPathStyle } = s3
const client = new S3Client({ region, forcePathStyle: isPathStyle, ...(endpoint !== null && { endpoint }) })
const deadline = Date.now() + waitMs
for (;;) {
  try {
    console.log(await requireBucket())
    break
  } catch (error) {
    if (Date.now() > deadline) throw error
    // The store may still be starting.
    await sleep(500)
  }
}

async function requireBucket(): Promise<string> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }))
    return `The bucket ${bucket} is there.`
  } catch (error) {
    const isMissing = error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchBucket')
    if (!isMissing) throw error
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    return `The bucket ${bucket} was made.`
  }
}
