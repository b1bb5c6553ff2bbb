import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('files have the content unless a bucket is named', () => {
  expect(readConfig({ BLOB_STORE: 'files' }).s3).toBeNull()
})

test('a bucket of AWS, and one of another service', () => {
  expect(readConfig({ BLOB_STORE: 's3://images', BLOB_S3_REGION: 'eu-central-1' }).s3).toEqual({
    bucket: 'images',
    prefix: '',
    endpoint: null,
    region: 'eu-central-1',
    isPathStyle: false,
    redirect: null,
  })
  const { s3 } = readConfig({
    BLOB_STORE: 's3://images/one/two/',
    BLOB_S3_ENDPOINT: 'http://127.0.0.1:7480',
    BLOB_REDIRECT: 'on',
  })
  expect(s3).toEqual({
    bucket: 'images',
    prefix: 'one/two/',
    endpoint: 'http://127.0.0.1:7480',
    region: 'us-east-1',
    isPathStyle: true,
    redirect: { endpoint: 'http://127.0.0.1:7480', lifetimeSeconds: 900 },
  })
})

test.each([
  [{ BLOB_STORE: 's3://' }, 'BLOB_STORE'],
  [{ BLOB_STORE: 's3://Images' }, 'BLOB_STORE'],
  [{ BLOB_STORE: '/srv/blobs' }, 'BLOB_STORE'],
  [{ BLOB_STORE: 's3://images', BLOB_S3_ENDPOINT: 'objects.example' }, 'BLOB_S3_ENDPOINT'],
  [{ BLOB_STORE: 's3://images', BLOB_REDIRECT: 'on', BLOB_REDIRECT_SECONDS: '299' }, 'BLOB_REDIRECT_SECONDS'],
  [{ BLOB_REDIRECT: 'on' }, 'BLOB_REDIRECT: there is nowhere'],
])('%j cannot be used', (variables, name) => {
  expect(() => readConfig(variables)).toThrow(name)
})
