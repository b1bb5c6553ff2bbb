/** The words for each way in which a call can fail: what happened, and what to do about it. */
import type { EcrPublicErrorKind } from './ecr-public-error.ts'
import type { FailureFacts } from './find-failure-facts.ts'

export interface Explanation {
  /** What happened: one sentence. */
  what: string
  /** What to do about it. */
  advice: string
}

const address = 'ECR_PUBLIC_ENDPOINT, CATALOG_SOURCES_FILE or REGISTRY_PORT'

const unreachable: Record<NonNullable<FailureFacts['reach']>, Explanation> = {
  'no-address': {
    what: 'its host name has no address.',
    advice: `Check the spelling in ${address}, and this machine's DNS.`,
  },
  refused: {
    what: 'nothing listens there.',
    advice: `Check that it runs, and the address in ${address}.`,
  },
  silent: {
    what: 'it gives no answer in time.',
    advice: 'Check that it runs and is not overloaded, and that no firewall drops the calls.',
  },
  closed: {
    what: 'it closes the connection before it has answered.',
    advice: 'Check its log, and any proxy in front of it.',
  },
  'no-route': {
    what: 'there is no way to its network.',
    advice: "Check this machine's network and routes.",
  },
  certificate: {
    what: 'its TLS certificate is not accepted, or it does not speak TLS.',
    advice: 'Renew it, or give its authority to Node.js in NODE_EXTRA_CA_CERTS.',
  },
}

/**
 * Says what happened and what to do.
 * @param where the endpoint in words; it begins the sentence
 */
export function explainFailure(
  kind: EcrPublicErrorKind,
  operation: string,
  { reach, status, clockAheadMs, hasNoCredentials, action }: FailureFacts,
  where: string,
): Explanation {
  switch (kind) {
    case 'unreachable': {
      const { what, advice } = unreachable[reach ?? 'closed']
      return { what: `${where} cannot be reached: ${what}`, advice }
    }
    case 'credentials':
      return {
        what: hasNoCredentials
          ? `no credentials could be loaded for ${where}.`
          : `${where} does not accept the credentials.`,
        advice: `Check the source's profile or the AWS credential chain (AWS_PROFILE, AWS_ACCESS_KEY_ID, …); the embedded registry's are in DATA_DIR/credentials.`,
      }
    case 'expired':
      return {
        what: 'the credentials have expired.',
        advice:
          'Renew them (such as by `aws sso login`), or use a profile or a role that renews itself; the gallery goes on by itself then.',
      }
    case 'permission':
      return {
        what: 'the credentials lack a permission.',
        advice: `Allow the action ${action ?? `ecr-public:${operation}`} in the policies of the user or role.`,
      }
    case 'clock-skew':
      return { what: describeSkew(clockAheadMs, where), advice: 'Set the clock, and keep it right by NTP.' }
    case 'throttled':
      return {
        what: `${where} limits the rate of calls.`,
        advice:
          'They are sent more slowly and tried again; set SYNC_REQUESTS_PER_SECOND if this stays, or ask for a higher quota.',
      }
    case 'invalid':
      return {
        what: `${where} refuses a parameter of ${operation}.`,
        advice:
          'Check that it speaks the same version of the API; if it does, this is a mistake of the gallery: please report it.',
      }
    case 'server':
      return {
        what: `${where} has an internal problem${status === null ? '' : ` (status ${status})`}.`,
        advice: "The call is tried again later; if it stays, look at the endpoint's own status and log.",
      }
    case 'not-ecr-public':
      return {
        what: `${where} answers, but not as the ECR Public API does.`,
        advice: `Check the address in ${address}: it must be that of the API, not of a web page, a proxy or another service.`,
      }
    case 'unknown':
      return {
        what: `${where} gave an unexpected answer.`,
        advice: 'The log of the gallery has it in full.',
      }
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
