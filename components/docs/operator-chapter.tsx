import { CommandBlock } from '../site/command-block.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { Definitions } from './definitions.tsx'
import { DocsSection } from './docs-section.tsx'

const account = `npm run registry -- account create --display-name "Tidewater Systems"
npm run registry -- alias add --account ACCOUNT --name tidewater --primary`
const verify = 'npm run registry -- registry verify --account ACCOUNT'
const describe = `npm run registry -- registry describe --account ACCOUNT \\
    --description "Small, dependable data tools." --website https://tidewater.example`

const documents = [
  ['docs/operating.md', 'accounts, users, keys, policies, the state of the store'],
  ['docs/configuration.md', 'every variable of the environment'],
  ['docs/limits.md', 'quotas and rates'],
  ['docs/aliases.md', 'who may have which alias'],
  ['docs/audit.md', 'the audit log: what is recorded, and who sees it'],
  ['docs/sync.md', 'several endpoints and accounts in one gallery'],
] as const

/** What somebody who runs a gallery decides, in short; the documents of the project have the rest. */
export function OperatorChapter() {
  return (
    <>
      <DocsSection id="give" title="What you give publishers">
        <p>
          In a gallery with a registry of its own, an account and an alias. The first command prints the
          account&rsquo;s number and its first access key, this once:
        </p>
        <CommandBlock text={account} label="the commands that make an account with an alias" />
        <p>And, once you know who they are, the verified mark:</p>
        <CommandBlock text={verify} label="the command that gives the verified mark" />
        <p>A publisher&rsquo;s page can have a sentence and a website, which publishers ask you for:</p>
        <CommandBlock text={describe} label="the command that sets a description and a website" />
        <p>On Amazon ECR Public all of this is Amazon&rsquo;s, and a page has neither.</p>
      </DocsSection>
      <DocsSection id="tell" title="What you tell visitors">
        <p>
          Set <code>GALLERY_CONTACT</code> to a web or e-mail address: it stands where visitors look for{' '}
          <IntentLink href="/docs#ask" className="link">
            whom to ask
          </IntentLink>
          . How fresh the data of each source is, and what is wrong with it, stands at{' '}
          <IntentLink href="/status" className="link">
            /status
          </IntentLink>{' '}
          for everybody.
        </p>
      </DocsSection>
      <DocsSection id="read" title="Where it is described">
        <p>In the folder that the gallery was installed from:</p>
        <Definitions rows={documents} />
      </DocsSection>
    </>
  )
}
