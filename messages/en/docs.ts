/** The chapters of the docs. */
export const docs = {
  docs: 'Docs',
  chapters: {
    visitors: {
      title: 'Find and pull images',
      reader: 'For visitors',
      description: 'How to find and pull images, what “verified” means, and what to do when a pull fails.',
    },
    publishers: {
      title: 'Publish images',
      reader: 'For publishers',
      description: 'How publishers create repositories, push images, and decide what their pages show.',
    },
    operators: {
      title: 'Run a gallery',
      reader: 'For operators',
      description: 'What the people who run a gallery decide, and where it is described.',
    },
    programs: {
      title: 'The gallery’s API',
      reader: 'For programs',
      description: 'What programs can read from this gallery, as JSON and without a key.',
    },
  },
  sections: {
    find: 'Find an image',
    pull: 'Pull an image',
    fails: 'When a pull fails',
    verified: 'What “verified” means',
    marks: 'What else a page says',
    inside: 'Packages and known vulnerabilities',
    ask: 'Whom to ask',
    create: 'Create a repository',
    push: 'Push an image',
    page: 'What the page shows',
    change: 'Change it',
    give: 'What you give publishers',
    tell: 'What you tell visitors',
    read: 'Where it is described',
    addresses: 'Addresses',
    search: 'Parameters of a search',
    tags: 'Parameters of a list of tags',
  },
  find: {
    search:
      'Search looks at names, publishers, descriptions and the About and Usage texts; an exact name comes first. The key <kbd>/</kbd> leads to the search box from anywhere. Values of one filter are alternatives, filters narrow each other, and the address of a page holds the whole search, so it can be kept and shared. The box takes this too:',
    views:
      'Filters and what is typed are two views of one search: each shows what the other says. Recent searches are kept by the browser alone.',
  },
  pulling: {
    page: 'Every repository has its page at <code>/ALIAS/REPOSITORY</code>, with the command to copy; choose your client, the tag and the platform beside it. A reference names the registry, the publisher’s alias, the repository, and a tag or a digest:',
    form: 'the form of a pull command',
    tags: 'Nobody needs to log in for that. A tag may be moved to another image by its publisher; a digest always names the same bytes. For a deployment that must not change, copy the command by digest.',
  },
  failuresAre: 'Find what your client says.',
  failures: {
    noPlatform: {
      means: 'There is no image for your machine under this tag.',
      helps:
        'Look at “Runs on” for what there is, and at other tags. <code>docker pull --platform linux/amd64</code> takes another one; running it then needs emulation, and is slow.',
    },
    otherProcessor: {
      means: 'The pull worked, but the program is for another kind of processor.',
      helps:
        'Pull again with <code>--platform</code>, or choose the platform on the page and copy its command.',
    },
    plainHttp: {
      means: 'This registry speaks plain HTTP, and your client insists on HTTPS.',
      helps:
        'Copy the command from the page: for a registry on this machine it has the option that your client needs (podman <code>--tls-verify=false</code>, skopeo <code>--src-tls-verify=false</code> …). docker takes plain HTTP from <code>localhost</code> only; for another host, list it under <code>insecure-registries</code> in <code>daemon.json</code>, or ask for HTTPS.',
    },
    tooMany: {
      means: 'You, or others behind the same address, have pulled more than is allowed for a while.',
      helps:
        'Wait as long as the answer’s <code>Retry-After</code> says. With a login more is allowed, and a mirror of your own needs to pull once only.',
    },
    unknown: {
      means: 'No image has this tag or digest any more; or the repository has none at all.',
      helps: 'Copy a tag from the Tags tab. A digest, once it is gone, does not come back.',
    },
    noImage: {
      means: 'It is not an image but a chart, a model, a signature.',
      helps:
        'The page says what it is, and its command names a program that can take it: <code>helm</code>, <code>oras</code>.',
    },
    oldLogin: {
      means: 'Your client sends a login that is no longer good. Pulling needs none.',
      helps: 'Log out with <code>docker logout</code> and the registry’s host, then pull again.',
    },
    unreachable: {
      means: 'Your machine does not reach the registry, or does not trust its certificate.',
      helps:
        'Try the registry’s <code>/v2/</code> in a browser on the same machine. The page /status says whether it answers us.',
    },
  },
  verified: {
    mark: 'stands beside publishers whose identity somebody has checked.',
    by: {
      operator: 'In this gallery, the people who run it give the mark, to publishers whom they know.',
      amazon: 'Here it is Amazon’s mark: ECR Public gives it to publishers whose account it has checked.',
      both: 'For repositories of Amazon ECR Public it is Amazon’s mark; for all others, the people who run this gallery give it, to publishers whom they know.',
    },
    meaning:
      'It is about who publishes, not about what is published: nobody has looked for faults in the images. Publishers without the mark are not worse, only not checked. Anyone may name a repository after somebody else’s product, so look at the publisher, not at the repository’s name alone.',
  },
  marks: {
    signed:
      '<strong>Signed by</strong>: this gallery has verified the signature itself, and names who made it. <strong>Not verified</strong> means that a signature is there which it cannot verify; the image’s page says why, and has the command to check each statement yourself. In red stands a signer who is not the one that the publisher, or the people who run this gallery, have named. It is about who stands behind an image, not about faults in it.',
    sbom: '<strong>SBOM attached</strong>: a list of what is in the image lies beside it in the registry.',
    stated:
      '<strong>Licence and source</strong> are what the publisher wrote into the image. <strong>Runs on</strong> is read from the image itself, and a page says where the publisher declares something else.',
    deprecated:
      '<strong>Deprecated</strong> and a last day are what the publisher says. The command that pulls goes on working; what follows is named where the publisher names it.',
    history:
      '<strong>What tags pointed to</strong> is what the registry noted when they moved, where it keeps that. A digest names the same image forever.',
    pulls:
      '<strong>Pulls</strong> count manifests that clients fetched, where the registry counts them; a machine that pulls each hour counts each hour.',
  },
  inside: {
    packages:
      'This gallery looks into no image. What its page says of <strong>packages</strong> is what a bill of materials lists that is attached to it, in SPDX, CycloneDX or syft’s own format; the document can be downloaded as it was pushed. Of several, the newest that speaks of the chosen platform is shown.',
    vulnerabilities:
      '<strong>Known vulnerabilities</strong> are those of the newest report of a scanner that is attached, with its date. Where there is none, nothing is known: that is not the same as none. The publisher can set a finding aside by an OpenVEX statement, whose reason stands beside it.',
    grade: '<strong>The grade</strong> follows one rule. {rule}',
  },
  ask: {
    publisher:
      'About an image, ask its publisher: the texts on its page and the source that it names say where.',
    operator:
      'About the gallery, a publisher that is not who it says, or an image that should not be here, ask the people who run this gallery: <contact></contact>.',
    noContact:
      'About the gallery, a publisher that is not who it says, or an image that should not be here, ask the people who run this gallery: they have not said here how to reach them. Ask the person who gave you its address.',
  },
  publish: {
    file: 'Publishers use the AWS CLI, an AWS SDK or Terraform, with the ECR Public API. Write what visitors should read into a file, here <code>catalog-data.json</code>:',
    fileLabel: 'catalog data',
    create: 'Then create the repository. Within two seconds the gallery shows it.',
    createLabel: 'the command that creates a repository',
    awsKey: 'You need an access key. Use one of your AWS account.',
    key: 'You need an access key. The people who run this gallery give out accounts and keys.',
    push: 'Push with any client, after logging in with a password that is good for twelve hours. The answer of the command above has your alias in its <code>repositoryUri</code>.',
    pushLabel: 'the commands that push an image',
    platforms:
      'Architectures and operating systems become badges and filters, in any usual spelling: <code>ARM 64</code>, <code>arm64</code>, <code>RISC-V 64</code>. What your newest image really runs on is read from it and shown beside them. A logo is given as <code>logoImageBlob</code>: a PNG or JPEG in base64, with sides of 60 to 2,048 pixels and at most 512,000 bytes.',
    offered:
      'The tag that is offered first is the one that the repository’s resource tag <code>public-gallery:default-tag</code> names, set with <code>tag-resource</code>. Without it, it is <code>latest</code>, then the highest release, then what was pushed last.',
    ending:
      'The resource tags <code>public-gallery:deprecated</code> (<code>true</code> or a day), <code>public-gallery:end-of-life</code> (a day such as <code>2027-01-31</code>) and <code>public-gallery:successor</code> (<code>ALIAS/NAME</code>) say that it should not be used any more; one image ends by an artifact of the type <long>application/vnd.microsoft.artifact.lifecycle</long> that refers to it.',
    annotated: 'These annotations or labels of an image are shown, too:',
    annotations: {
      licenses: 'the licence, as an SPDX expression',
      source: 'where the source is kept; relative links in your texts are read against it',
      version: 'the version',
      base: 'what it is built on, with host and tag; an annotation only, as labels are inherited',
    },
    change: 'Later changes are made with the whole catalogue data again:',
    changeLabel: 'the command that changes the catalogue data',
  },
  operate: {
    account:
      'In a gallery with a registry of its own, an account and an alias. The first command prints the account’s number and its first access key, this once:',
    accountLabel: 'the commands that make an account with an alias',
    verify: 'And, once you know who they are, the verified mark:',
    verifyLabel: 'the command that gives the verified mark',
    describe: 'A publisher’s page can have a sentence and a website, which publishers ask you for:',
    describeLabel: 'the command that sets a description and a website',
    amazon: 'On Amazon ECR Public all of this is Amazon’s, and a page has neither.',
    contact:
      'Set <code>GALLERY_CONTACT</code> to a web or e-mail address: it stands where visitors look for <ask>whom to ask</ask>. How fresh the data of each source is, and what is wrong with it, stands at <status>/status</status> for everybody.',
    folder: 'In the folder that the gallery was installed from:',
    documents: {
      operating: 'accounts, users, keys, policies, the state of the store',
      configuration: 'every variable of the environment',
      limits: 'quotas and rates',
      aliases: 'who may have which alias',
      audit: 'the audit log: what is recorded, and who sees it',
      sync: 'several endpoints and accounts in one gallery',
    },
  },
  api: {
    json: 'What the pages show can be read as JSON, without a key. Answers are never cached. For programs it is described in <link>openapi.json</link>, as OpenAPI 3.1.',
    endpoints: {
      search: 'A search as JSON, with the parameters of the search page, below.',
      suggest:
        'Names of repositories and publishers that begin with, or contain, some letters, and the tags of “alias/repository:”. With format=opensearch, in the form that browsers take.',
      tags: 'The images of a repository by their tags, a hundred on a page, with the parameters below.',
      pulls: 'How often a repository was pulled: in all, on each of 30 days, and by tag.',
      status: 'For each source: whether it is up to date, how far it has been read, and what is wrong.',
      health: 'Whether the gallery works, how much it shows, and when it last read the registry.',
      openSearch: 'How a browser adds the gallery as a search engine.',
      sitemap: 'Every page, for search engines.',
    },
    several: 'A parameter with several values is repeated, or its values are separated by commas.',
    parameters: {
      searchTerm: 'what stands in the search box',
      operatingSystems: 'Linux, Windows',
      architectures: 'ARM, ARM 64, x86, x86-64',
      verified: 'verified: only from verified publishers',
      popularRegistries: 'aliases of publishers',
      types: 'image, chart, artifact, empty',
      updated: 'day, week, month or year: changed in the last one',
      sort: 'relevance, popularity, updated or name',
      page: 'from 1',
    },
    example: 'an example search',
    tagParameters: {
      sort: 'version, newest, size or name; without it, by version lines',
      filter: 'part of a tag, or the beginning of a digest',
      folds: 'open: everything that the page folds is shown',
      page: 'from 1',
    },
  },
} as const
