/** One request to the distribution API, free of sockets so that all of it can be called from a test. */
import type { IncomingHttpHeaders } from 'node:http'
import type { RegistryCaller } from '#registry/domain/access/authenticate-registry-request.ts'
import type { ScopeAction } from '#registry/domain/access/scope.ts'
import type { CallRecord } from '#registry/domain/audit/call-record.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import type { Parts, Verbs } from '../parts.ts'
import type { ExchangeService } from '../sts/exchange-token.ts'
import type { PushStep } from './begin-push-record.ts'
import type { ReadCache } from './read-cache.ts'

export interface DistributionRequest {
  method: string
  /** Path and query, as in the request line. */
  url: string
  headers: IncomingHttpHeaders
  /** The client's address, see lib/net/client-address.ts. */
  sourceIp: string
  body: AsyncIterable<Uint8Array>
}

export interface RouteRepository {
  repositoryId: number
  accountId: string
  /** As it stands in the path: `ALIAS/NAME`. */
  path: string
  alias: string
  name: string
}

/** What the routes need between them, with what finds out who asks and whether they may, and the exchange of tokens. */
export type DistributionService = ExchangeService &
  Parts<'images' | 'space' | 'upstreams'> &
  Verbs<
    | 'blobs'
    | 'content'
    | 'listDamage'
    | 'manifests'
    | 'onCommit'
    | 'peers'
    | 'quietly'
    | 'references'
    | 'requireWritable'
    | 'resourceTags'
    | 'revokedTokens'
    | 'tags'
    | 'transactionIn'
  >

/** A request to a route. Each route names what it needs of the service, as `RouteContext<Verbs<'tags'>>`. */
export interface RouteContext<Service = unknown> {
  service: Service
  /** Answers that stay right until the next commit. */
  cache: ReadCache
  request: DistributionRequest
  caller: RegistryCaller
  /** The unique id of the principal, empty for anyone. */
  principal: string
  repository: RouteRepository
  /** What the path ends with: a tag, a digest or the id of an upload. */
  reference: string
  parameters: URLSearchParams
}

/** What a route that is recorded has besides. */
export interface RecordedContext<Service = unknown> extends RouteContext<Service> {
  record: CallRecord
}

interface RouteForm {
  /** HEAD is served wherever GET is. */
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** Groups: the repository's path, then the reference where there is one. Matched against the path alone. */
  pattern: RegExp
  access: ScopeAction
  /** The action of the ECR Public API that it amounts to. */
  action: string
  /** Actions that it amounts to besides, by its parameters. */
  otherActions?(parameters: URLSearchParams): readonly string[]
  /** What is brought from an upstream before the answer, in the namespace of one. */
  brings?: 'manifest' | 'blob' | 'tags' | 'referrers'
  /** The answer for a repository that does not exist, where the specification forbids a 404. */
  answerUnknown?(reference: string, parameters: URLSearchParams): HttpAnswer
}

export type DistributionRoute = RouteForm &
  (
    | { step: null; run(context: RouteContext<DistributionService>): Promise<HttpAnswer> | HttpAnswer }
    | {
        /** As what it is recorded. The record of a change is written in the transaction of the change. */
        step: PushStep
        run(context: RecordedContext<DistributionService>): Promise<HttpAnswer>
      }
  )
