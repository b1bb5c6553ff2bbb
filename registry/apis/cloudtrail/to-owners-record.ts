/**
 * The record of a call as the owner of the registry gets it, when the caller is of another account (CloudTrail user guide,
 * "CloudTrail userIdentity element", of the type `AWSAccount`): which account and which principal it was, what it did and how
 * that ended. The caller's names, ARNs and keys, and where and with what it worked, concern nobody else. Only what is listed
 * here is in it, so that a new member of a record stays with the caller.
 */

/** Members that tell nothing of the caller. */
const kept = [
  ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'errorCode'],
  ...['errorMessage', 'requestParameters', 'responseElements', 'requestID', 'eventID', 'readOnly'],
  ...['resources', 'eventType', 'managementEvent', 'eventCategory', 'recipientAccountId'],
]

/** Of a call that came to nothing, what it was about: texts that a stranger has sent are not shown to anybody. */
const naming = new Set([
  ...['registryId', 'repositoryName', 'repositoryNames', 'resourceArn', 'uploadId'],
  ...['imageIds', 'imageTag', 'imageTags', 'imageDigest', 'layerDigests', 'maxResults'],
])

type Members = Record<string, unknown>

/**
 * @param record JSON, as it is in the log
 * @param accountId the owner of the registry
 */
export function toOwnersRecord(record: string, accountId: string): string {
  const full = JSON.parse(record) as Members
  const changed: Members = {
    ...full,
    userIdentity: toForeignIdentity({ ...(full.userIdentity as object) }),
    requestParameters: toParameters(full.requestParameters, full.errorCode !== undefined),
    recipientAccountId: accountId,
  }
  if (typeof full.errorMessage === 'string') {
    changed.errorMessage = withoutForeignArns(full.errorMessage, accountId)
  }
  return JSON.stringify(
    Object.fromEntries(kept.filter((name) => name in changed).map((name) => [name, changed[name]])),
  )
}

/** Behind the unique id of a role stands the name of its session, which is often that of a person. */
function toForeignIdentity({ principalId, accountId }: Members): object {
  const [uniqueId] = String(principalId ?? 'unknown').split(':', 1)
  return { type: 'AWSAccount', principalId: uniqueId, accountId }
}

function toParameters(parameters: unknown, hasFailed: boolean): unknown {
  if (typeof parameters !== 'object' || parameters === null) return parameters
  const members = Object.entries(parameters).filter(
    // Where a caller's pages go on is good for nobody else.
    ([name]) => (hasFailed ? naming.has(name) : name !== 'nextToken'),
  )
  return Object.fromEntries(members)
}

/** Denials name the caller; its account is what the owner learns. */
function withoutForeignArns(message: string, accountId: string): string {
  return message.replace(/arn:aws:(?:iam|sts)::(\d{12}):[^\s'"]+/g, (arn, account: string) =>
    account === accountId ? arn : `arn:aws:iam::${account}:root`,
  )
}
