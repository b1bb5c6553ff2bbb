/** The words for each way in which a call can fail: what happened, and what to do about it. */
import type { EcrPublicErrorKind } from './ecr-public-error.ts'
import type { FailureFacts } from './find-failure-facts.ts'

const address = 'ECR_PUBLIC_ENDPOINT, CATALOG_SOURCES_FILE or REGISTRY_PORT'

const unreachable: Record<NonNullable<FailureFacts['reach']>, string> = {
  'no-address': `its host name has no address. Check the spelling in ${address}, and this machine's DNS.`,
  refused: `nothing listens there. Check that it runs, and the address in ${address}.`,
  silent: `it gives no answer in time. Check that it runs and is not overloaded, and that no firewall drops the calls.`,
  closed: `it closes the connection before it has answered. Check its log, and any proxy in front of it.`,
  'no-route': `there is no way to its network. Check this machine's network and routes.`,
  certificate: `its TLS certificate is not accepted, or it does not speak TLS. Renew it, or give its authority to Node.js in NODE_EXTRA_CA_CERTS.`,
}

/**
 * Says what happened and what to do.
 * @param where the endpoint in words; it begins the sentence
 */
export function explainFailure(
  kind: EcrPublicErrorKind,
  operation: string,
  { reach, status, clockAheadMs, action }: FailureFacts,
  where: string,
): string {
  switch (kind) {
    case 'unreachable':
      return `${where} cannot be reached: ${unreachable[reach ?? 'closed']}`
    case 'credentials':
      return `${where} does not accept the credentials, or there are none. Check the source's profile or the AWS credential chain (AWS_PROFILE, AWS_ACCESS_KEY_ID, …); the embedded registry's are in DATA_DIR/credentials.`
    case 'expired':
      return `the credentials have expired. Renew them (such as by \`aws sso login\`), or use a profile or a role that renews itself; the gallery goes on by itself then.`
    case 'permission':
      return `the credentials lack a permission. Allow the action ${action ?? `ecr-public:${operation}`} in the policies of the user or role.`
    case 'clock-skew':
      return `${describeSkew(clockAheadMs, where)} Set the clock, and keep it right by NTP.`
    case 'throttled':
      return `${where} limits the rate of calls. They are sent more slowly and tried again; set SYNC_REQUESTS_PER_SECOND if this stays.`
    case 'invalid':
      return `${where} refuses a parameter of ${operation}. Check that it speaks the same version of the API; if it does, this is a mistake of the gallery: please report it.`
    case 'server':
      return `${where} has an internal problem${status === null ? '' : ` (status ${status})`}. The call is tried again later; if it stays, look at the endpoint's own status and log.`
    case 'not-ecr-public':
      return `${where} answers, but not as the ECR Public API does. Check the address in ${address}: it must be that of the API, not of a web page, a proxy or another service.`
    case 'unknown':
      return `${where} gave an unexpected answer. The log of the gallery has it in full.`
  }
}

function describeSkew(clockAheadMs: number | null, where: string): string {
  if (clockAheadMs === null) return `this machine's clock and that of ${where} differ by too much.`
  const direction = clockAheadMs < 0 ? 'behind' : 'ahead of'
  return `this machine's clock is ${toDuration(Math.abs(clockAheadMs))} ${direction} that of ${where}.`
}

function toDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`
}
