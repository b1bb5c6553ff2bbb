/** Signs in as the publisher that a registry's first start makes, with a repository that is there. */
import { join } from 'node:path'
import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'

export interface SignedIn {
  client: ECRPUBLICClient
  /** `ALIAS/NAME` of the repository. */
  name: string
  /** The value of `Authorization` in the distribution API. */
  authorization: string
}

/** The repository is made where it is not there yet; the client is the caller's to destroy. */
export async function signIn(url: string, dataDir: string, repositoryName: string): Promise<SignedIn> {
  const credentials = fromIni({
    profile: 'admin',
    filepath: join(dataDir, 'credentials'),
    ignoreCache: true,
  })
  const client = new ECRPUBLICClient({ endpoint: url, region: 'us-east-1', credentials })
  await client.send(new CreateRepositoryCommand({ repositoryName })).catch((error: Error) => {
    if (error.name !== 'RepositoryAlreadyExistsException') throw error
  })
  const { repositories = [] } = await client.send(
    new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
  )
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  return {
    client,
    name: repositories[0]?.repositoryUri?.replace(/^[^/]+\//, '') ?? '',
    authorization: `Basic ${authorizationData?.authorizationToken}`,
  }
}
