/** Writes access keys as AWS tools read them. */
import type { NewAccessKey } from './manage-access-key.ts'

/** A profile of the AWS shared-credentials format, for the Region that every ECR Public client is set to. */
export function toProfile(name: string, key: NewAccessKey): string {
  return `[${name}]
aws_access_key_id = ${key.accessKeyId}
aws_secret_access_key = ${key.secretAccessKey}
region = us-east-1
`
}
