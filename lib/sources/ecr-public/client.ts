/**
 * The clients of the ECR Public API, and where they send their calls: the embedded registry with the read-only
 * credentials of `DATA_DIR`, the real service, or any compatible endpoint. Everything above this file is the same in
 * all three.
 */
import { ECRPUBLICClient, type ECRPUBLICClientConfig } from '@aws-sdk/client-ecr-public'
import { HttpRequest, HttpResponse } from '@smithy/protocol-http'
import { type CatalogSource, toEndpointUrl } from '#lib/config/catalog-sources.ts'
import type { Config } from '#lib/config/config.ts'
import { toRequestIdHeader } from '#lib/net/request-context.ts'
import { traceCall } from '#lib/net/tracing.ts'
import type { EcrPublic } from './call-api.ts'
import type { RequestPacer } from './request-pacer.ts'
import { toSourceCredentials } from './source-credentials.ts'

/**
 * Makes a client of a source. Credentials are read at the first call, so the registry may start later than the gallery.
 * @param pacer decides when each call is sent and whether it is sent again; without one the SDK does, as for pages
 */
export function createEcrPublic(
  config: Pick<Config, 'dataDir' | 'host' | 'registryPort'>,
  source: CatalogSource,
  pacer: RequestPacer | null = null,
): EcrPublic {
  const endpoint = toEndpointUrl(source.endpoint, config)
  const credentials = toSourceCredentials(source, config.dataDir)
  const options: ECRPUBLICClientConfig = {
    region: source.region,
    // The SDK would hide throttling from the pacer.
    maxAttempts: pacer === null ? 2 : 1,
    // The second limits the time to the answer's head, the third that between two parts of its body.
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
      socketTimeout: 15_000,
    },
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  }
  const client = new ECRPUBLICClient(options)
  if (endpoint !== null) addRequestContext(client)
  return { client, endpoint, pacer }
}

/**
 * A registry of our kind logs its calls under the id of the visit that they are for, and goes on with its trace; the real service has no use
 * for either.
 */
function addRequestContext(client: ECRPUBLICClient): void {
  client.middlewareStack.add(
    (next, context) => async (call) => {
      const { request } = call
      if (!HttpRequest.isInstance(request)) return next(call)
      const operation = String(context.commandName ?? 'Call').replace(/Command$/, '')
      const url = `${request.protocol}//${request.hostname}${request.port ? `:${request.port}` : ''}${request.path}`
      const traced = traceCall(operation, request.method, url)
      Object.assign(request.headers, toRequestIdHeader(), traced.headers)
      try {
        const result = await next(call)
        traced.end(HttpResponse.isInstance(result.response) ? result.response.statusCode : 200)
        return result
      } catch (error) {
        traced.end(toOutcome(error))
        throw error
      }
    },
    // Before the call is signed.
    { step: 'build', name: 'requestContext' },
  )
}

/** An error that the endpoint has answered with has a status. */
function toOutcome(error: unknown): number | Error {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  return $metadata?.httpStatusCode ?? (error instanceof Error ? error : new Error(String(error)))
}
