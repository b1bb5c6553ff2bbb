/**
 * The managed policies that every account has (ECR Public user guide, "AWS managed policies for Amazon ECR Public"): the
 * three of the service, and the one that lets an account's owner do everything.
 */

const readActions = [
  'ecr-public:GetAuthorizationToken',
  'sts:GetServiceBearerToken',
  'ecr-public:BatchCheckLayerAvailability',
  'ecr-public:GetRepositoryPolicy',
  'ecr-public:DescribeRepositories',
  'ecr-public:DescribeRegistries',
  'ecr-public:DescribeImages',
  'ecr-public:DescribeImageTags',
  'ecr-public:GetRepositoryCatalogData',
  'ecr-public:GetRegistryCatalogData',
]

const pushActions = [
  'ecr-public:InitiateLayerUpload',
  'ecr-public:UploadLayerPart',
  'ecr-public:CompleteLayerUpload',
  'ecr-public:PutImage',
]

const arnOf = (name: string) => `arn:aws:iam::aws:policy/${name}`
const allow = (Action: string | string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })

export const administratorAccessArn = arnOf('AdministratorAccess')

/** Policy documents as JSON, by ARN. */
export const builtInPolicies: ReadonlyMap<string, string> = new Map([
  [administratorAccessArn, allow('*')],
  [
    arnOf('AmazonElasticContainerRegistryPublicFullAccess'),
    allow(['ecr-public:*', 'sts:GetServiceBearerToken']),
  ],
  [arnOf('AmazonElasticContainerRegistryPublicPowerUser'), allow([...readActions, ...pushActions])],
  [arnOf('AmazonElasticContainerRegistryPublicReadOnly'), allow(readActions)],
])
