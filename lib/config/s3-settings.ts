/** The bucket that has the content of images, as `BLOB_STORE` and the variables beside it name it. */
import type { z } from 'zod'
import type { environment } from './environment.ts'

export interface S3Settings {
  bucket: string
  /** Begins the key of every object: empty, or with a slash at its end. */
  prefix: string
  /** Null for that of AWS in the region. */
  endpoint: string | null
  region: string
  isPathStyle: boolean
  /** Null where pulls go through the registry. */
  redirect: { endpoint: string | null; lifetimeSeconds: number } | null
}

/** Null where the content is in files. */
export function toS3Settings(env: z.infer<typeof environment>): S3Settings | null {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(env.BLOB_STORE)
  if (match === null) return null
  const [, bucket = '', path = ''] = match
  const prefix = path.replace(/^\/+|\/+$/g, '')
  const endpoint = env.BLOB_S3_ENDPOINT ?? null
  const lifetimeSeconds = env.BLOB_REDIRECT_SECONDS
  return {
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint,
    region: env.BLOB_S3_REGION,
    isPathStyle: env.BLOB_S3_PATH_STYLE === undefined ? endpoint !== null : env.BLOB_S3_PATH_STYLE === '1',
    redirect:
      env.BLOB_REDIRECT === 'on'
        ? { endpoint: env.BLOB_REDIRECT_ENDPOINT ?? endpoint, lifetimeSeconds }
        : null,
  }
}
