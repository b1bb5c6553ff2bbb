/** What keeps a source from being read, for its operator: in the log, in the API and on the status page. */
export const failures = {
  failed: '{call} failed: {what}',
  places: {
    endpoint: 'the endpoint',
    registry: 'the registry',
  },
  /** What an upstream did in place of answering; see `registry/domain/upstreams/upstream-error.ts`. */
  upstreams: {
    status: '{host} answers {status}.',
    'no-token': '{host} gives no token.',
    'no-credentials': 'The credentials for the upstream cannot be read.',
    'token-host': '{host} sends to a host for its tokens that is not allowed.',
    redirects: '{host} redirects to nowhere, or without end.',
    'not-allowed': '{host} leads to an address that is not allowed.',
    unreachable: '{host} cannot be reached, or gives no answer.',
    'broken-off': '{host} broke off its answer.',
    'too-large': '{host} answers with more than is taken.',
    'other-content': '{host} sent something else than was asked for.',
    pause: '{host} has asked for a pause.',
    'left-alone': '{host} does not answer, and is left alone for a moment.',
    'no-room': 'There is no room for more of {host} at the moment.',
    'too-many': 'Too many requests for what {host} does not have.',
    unknown: '{host} refuses.',
  },
  /** Why a name of a source was left out. */
  skipped: {
    'unusable-name': 'Pages cannot have this name: it must be of 2 to 205 characters, in small letters.',
    'too-many-names':
      "There are more names than are read of one source. Choose with 'repositories'; what comes after this one is left out.",
  },
  durations: {
    seconds: '{count, number} s',
    minutes: '{count, number} min',
    hours: '{count, number} h',
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
    'registry-unauthorized': {
      what: '{where} does not let the gallery read it.',
      advice:
        "Check the source's credentials, and its tokenHosts where tokens come from another host; a registry that lists its names to nobody needs `repositories`.",
    },
    'repository-unauthorized': {
      what: '{where} does not let the gallery read it.',
      advice: "Check that the source's credentials may pull it, or leave it out of `repositories`.",
    },
    'registry-throttled': {
      what: '{where} limits the rate of calls.',
      advice: 'They are sent more slowly and tried again.',
    },
    'registry-server': {
      what: '{where} has an internal problem.',
      advice: "It is tried again; if it stays, look at the registry's log.",
    },
    'not-offered': {
      what: '{where} does not offer it.',
      advice: 'Check its address, or name the repositories in `repositories`.',
    },
    'no-content': {
      what: '{where} has no such content.',
      advice: 'It may have been deleted a moment ago.',
    },
    'not-registry': {
      what: 'what answers is nothing that a registry would.',
      advice: "Check the address in CATALOG_SOURCES_FILE, and the registry's log.",
    },
    'other-form': {
      what: 'the answer is of another form than it was.',
      advice: 'The API is not documented and may have changed: look for a newer version of the gallery.',
    },
    'gallery-throttled': {
      what: 'it limits the rate of calls.',
      advice: 'The gallery goes on more slowly by itself; if this stays, take the source out.',
    },
    'answers-status': {
      what: 'it answers with status {status}.',
      advice: 'The gallery goes on more slowly by itself; if this stays, take the source out.',
    },
    'answers-other-status': {
      what: 'it answers with status {status}.',
      advice: 'The API is not documented and may have changed: look for a newer version of the gallery.',
    },
    'too-few': {
      what: 'it gives less than it counts, or nothing at all.',
      advice: 'What was read before stays; check the search terms of the source.',
    },
    circle: {
      what: '{where} returns the same page over and over.',
      advice: 'Look at its log, and report it there.',
    },
    'left-alone': {
      what: '{where} has refused, and is left alone for a while.',
      advice: 'The gallery goes on by itself; if this stays, take the source out.',
    },
    internal: {
      what: 'The gallery has an internal problem.',
      advice: 'Its log describes it; please report it.',
    },
    unknown: {
      what: '{where} gave an unexpected answer.',
      advice: 'The log of the gallery has it in full.',
    },
  },
} as const
