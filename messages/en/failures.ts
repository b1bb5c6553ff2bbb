/** What keeps a source from being read, for its operator: in the log, in the API and on the status page. */
export const failures = {
  failed: '{call} failed: {what}',
  places: {
    endpoint: 'the endpoint',
    registry: 'the registry',
  },
  codes: {
    'no-address': {
      what: '{where} cannot be reached: its host name has no address.',
      advice:
        "Check the spelling in ECR_PUBLIC_ENDPOINT, CATALOG_SOURCES_FILE or REGISTRY_PORT, and this machine's DNS.",
    },
    refused: {
      what: '{where} cannot be reached: nothing listens there.',
      advice:
        'Check that it runs, and the address in ECR_PUBLIC_ENDPOINT, CATALOG_SOURCES_FILE or REGISTRY_PORT.',
    },
    silent: {
      what: '{where} cannot be reached: it gives no answer in time.',
      advice: 'Check that it runs and is not overloaded, and that no firewall drops the calls.',
    },
    closed: {
      what: '{where} cannot be reached: it closes the connection before it has answered.',
      advice: 'Check its log, and any proxy in front of it.',
    },
    'no-route': {
      what: '{where} cannot be reached: there is no way to its network.',
      advice: "Check this machine's network and routes.",
    },
    certificate: {
      what: '{where} cannot be reached: its TLS certificate is not accepted, or it does not speak TLS.',
      advice: 'Renew it, or give its authority to Node.js in NODE_EXTRA_CA_CERTS.',
    },
    'no-credentials': {
      what: 'no credentials could be loaded for {where}.',
      advice:
        "Check the source's profile or the AWS credential chain (AWS_PROFILE, AWS_ACCESS_KEY_ID, …); the embedded registry's are in DATA_DIR/credentials.",
    },
    credentials: {
      what: '{where} does not accept the credentials.',
      advice:
        "Check the source's profile or the AWS credential chain (AWS_PROFILE, AWS_ACCESS_KEY_ID, …); the embedded registry's are in DATA_DIR/credentials.",
    },
    expired: {
      what: 'the credentials have expired.',
      advice:
        'Renew them (such as by `aws sso login`), or use a profile or a role that renews itself; the gallery goes on by itself then.',
    },
    permission: {
      what: 'the credentials lack a permission.',
      advice: 'Allow the action {action} in the policies of the user or role.',
    },
    'clock-differs': {
      what: "this machine's clock and that of {where} differ by too much.",
      advice: 'Set the clock, and keep it right by NTP.',
    },
    'clock-behind': {
      what: "this machine's clock is {duration} behind that of {where}.",
      advice: 'Set the clock, and keep it right by NTP.',
    },
    'clock-ahead': {
      what: "this machine's clock is {duration} ahead of that of {where}.",
      advice: 'Set the clock, and keep it right by NTP.',
    },
    throttled: {
      what: '{where} limits the rate of calls.',
      advice:
        'They are sent more slowly and tried again; set SYNC_REQUESTS_PER_SECOND if this stays, or ask for a higher quota.',
    },
    invalid: {
      what: '{where} refuses a parameter of {operation}.',
      advice:
        'Check that it speaks the same version of the API; if it does, this is a mistake of the gallery: please report it.',
    },
    server: {
      what: '{where} has an internal problem.',
      advice: "The call is tried again later; if it stays, look at the endpoint's own status and log.",
    },
    'server-status': {
      what: '{where} has an internal problem (status {status}).',
      advice: "The call is tried again later; if it stays, look at the endpoint's own status and log.",
    },
    'not-ecr-public': {
      what: '{where} answers, but not as the ECR Public API does.',
      advice:
        'Check the address in ECR_PUBLIC_ENDPOINT, CATALOG_SOURCES_FILE or REGISTRY_PORT: it must be that of the API, not of a web page, a proxy or another service.',
    },
    unknown: {
      what: '{where} gave an unexpected answer.',
      advice: 'The log of the gallery has it in full.',
    },
  },
} as const
