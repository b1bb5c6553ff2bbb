import { CommandBlock } from './command-block.tsx'
import { DocsSection } from './docs-section.tsx'

const catalogData = JSON.stringify(
  {
    description: 'One sentence that says what the image is.',
    architectures: ['x86-64', 'ARM 64'],
    operatingSystems: ['Linux'],
    aboutText: '# About\n\nWhat is inside, in Markdown.',
    usageText: '# Usage\n\nHow to run it, in Markdown.',
  },
  null,
  2,
)

/** How a publisher creates a repository. `endpointUrl` is null where the real service answers. */
export function DocsPublish({
  endpointUrl,
  registryHost,
}: {
  endpointUrl: string | null
  /** As it stands in image references. */
  registryHost: string
}) {
  const endpoint = endpointUrl === null ? '' : ` --endpoint-url ${endpointUrl} \\\n   `
  const create = `aws ecr-public create-repository${endpoint} --region us-east-1 \\
    --repository-name my-app \\
    --catalog-data file://catalog-data.json`
  const change = `aws ecr-public put-repository-catalog-data${endpoint} --region us-east-1 \\
    --repository-name my-app \\
    --catalog-data file://catalog-data.json`
  const push = `aws ecr-public get-login-password${endpoint} --region us-east-1 \\
    | docker login --username AWS --password-stdin ${registryHost}
docker push ${registryHost}/ALIAS/my-app:1.0`
  return (
    <DocsSection id="publish" title="Publish a repository">
      <p>
        Publishers use the AWS CLI, an AWS SDK or Terraform, with the ECR Public API. Write what visitors
        should read into a file, here <code>catalog-data.json</code>:
      </p>
      <CommandBlock text={catalogData} label="catalog data" />
      <p>Then create the repository. It stands in the gallery within two seconds.</p>
      <CommandBlock text={create} label="the command that creates a repository" />
      <p>
        Push images to it with any client, after logging in with a password that is good for twelve hours. The
        answer of the last command has your alias in its <code>repositoryUri</code>.
      </p>
      <CommandBlock text={push} label="the commands that push an image" />
      <p>Later changes are made with the whole catalogue data again:</p>
      <CommandBlock text={change} label="the command that changes the catalogue data" />
      <p>
        Architectures <code>ARM</code>, <code>ARM 64</code>, <code>x86</code> and <code>x86-64</code> and
        operating systems <code>Linux</code> and <code>Windows</code> become badges and filters; other labels
        are shown as they are. A logo is given as <code>logoImageBlob</code>: a PNG or JPEG in base64, with
        sides of 60 to 2,048 pixels and at most 512,000 bytes.
      </p>
      {endpointUrl !== null && (
        <p>
          The credentials are in the file <code>credentials</code> of the data directory, in the format of the
          AWS CLI. Set <code>AWS_SHARED_CREDENTIALS_FILE</code> to its path and <code>AWS_PROFILE</code> to{' '}
          <code>admin</code>.
        </p>
      )}
    </DocsSection>
  )
}
