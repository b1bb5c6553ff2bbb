/** Signed addresses of objects, which whoever has one can read until it expires: Signature Version 4 in the query. */
import { Sha256 } from '@aws-crypto/sha256-js'
import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import type { S3Settings } from '#lib/config/s3-settings.ts'

/** @returns what signs the address of a key, at the service as clients reach it */
export function createAddressSigner(
  { bucket, prefix, region, isPathStyle }: S3Settings,
  { endpoint, lifetimeSeconds }: NonNullable<S3Settings['redirect']>,
): (key: string) => Promise<string> {
  const base = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`)
  const host = isPathStyle ? base.host : `${bucket}.${base.host}`
  const folder = base.pathname.replace(/\/$/, '')
  const signer = new SignatureV4({
    service: 's3',
    region,
    sha256: Sha256,
    uriEscapePath: false,
    credentials: fromNodeProviderChain(),
  })
  return async (key) => {
    const path = `${folder}${isPathStyle ? `/${bucket}` : ''}/${prefix}${key}`
    const request = new HttpRequest({
      method: 'GET',
      protocol: base.protocol,
      hostname: host,
      path,
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    })
    const { query } = await signer.presign(request, { expiresIn: lifetimeSeconds })
    const text = Object.entries(query ?? {})
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
      .join('&')
    return `${base.protocol}//${host}${path}?${text}`
  }
}
