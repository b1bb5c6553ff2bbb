/**
 * Words that no publisher can have as an alias. The original refuses names of AWS and its services, and generic ones
 * (ECR Public user guide, "Custom registry alias"); addresses of our own come on top.
 */

/** First parts of the addresses of the gallery's own pages and files, and of the protocols. */
export const ownAddresses: ReadonlySet<string> = new Set([
  ...[
    'api',
    'badge',
    'docs',
    'gallery',
    'healthz',
    'logo',
    'metrics',
    'operator',
    'publishers',
    'registry',
    'search',
  ],
  ...['status', 'tab', 'token', 'v2', 'oauth2', 'login', 'openapi.json', 'opensearch.xml', 'livez', 'readyz'],
  ...['apple-icon.png', 'favicon.ico', 'icon.svg', 'manifest.webmanifest', 'opengraph-image', 'robots.txt'],
  'sitemap.xml',
])

/** As a part between separators, or at the beginning of one. */
export const vendorWords: readonly string[] = ['aws', 'amazon', 'amzn']

/** As a part between separators. */
export const serviceNames: ReadonlySet<string> = new Set([
  ...['apigateway', 'apprunner', 'athena', 'aurora', 'bedrock', 'beanstalk', 'cloudformation', 'cloudfront'],
  ...['cloudtrail', 'cloudwatch', 'codebuild', 'codecatalyst', 'codecommit', 'codedeploy', 'codepipeline'],
  ...[
    'cognito',
    'corretto',
    'dynamodb',
    'ebs',
    'ec2',
    'ecr',
    'ecs',
    'efs',
    'eks',
    'elasticache',
    'eventbridge',
  ],
  ...[
    'fargate',
    'firecracker',
    'fsx',
    'glacier',
    'greengrass',
    'guardduty',
    'iam',
    'kinesis',
    'kms',
    'lambda',
  ],
  ...['lightsail', 'macie', 'neptune', 'quicksight', 'rds', 'redshift', 'rekognition', 'route53', 's3'],
  ...['sagemaker', 'ses', 'sns', 'sqs', 'textract'],
])

/** As the whole name. */
export const genericWords: ReadonlySet<string> = new Set([
  ...[
    'account',
    'admin',
    'administrator',
    'alias',
    'all',
    'anonymous',
    'app',
    'apps',
    'artifact',
    'artifacts',
  ],
  ...[
    'base',
    'beta',
    'blog',
    'cloud',
    'container',
    'containers',
    'default',
    'demo',
    'dev',
    'example',
    'examples',
  ],
  ...[
    'free',
    'help',
    'home',
    'image',
    'images',
    'latest',
    'library',
    'marketplace',
    'mirror',
    'my',
    'new',
    'none',
  ],
  ...['null', 'official', 'oss', 'owner', 'private', 'prod', 'production', 'project', 'proxy', 'public'],
  ...['publisher', 'release', 'releases', 'repo', 'repositories', 'repository', 'root', 'sample', 'samples'],
  ...['security', 'staging', 'store', 'support', 'system', 'team', 'temp', 'test', 'testing', 'tests', 'tmp'],
  ...['trusted', 'undefined', 'user', 'users', 'verified', 'web', 'www'],
])
