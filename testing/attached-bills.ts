/** Bills of materials whose entries are not all packages of the image, or not by their own names: as apko and cdxgen write them. */

const toSpdxPackage = (id: string, name: string, versionInfo: string, purl: string) => ({
  SPDXID: `SPDXRef-Package-${id}`,
  name,
  versionInfo,
  licenseConcluded: 'NOASSERTION',
  licenseDeclared: 'NOASSERTION',
  downloadLocation: 'NOASSERTION',
  externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceLocator: purl, referenceType: 'purl' }],
})

const wolfiRecipe = 'unbound.yaml-23e8ff8479b39f3f2e97fdca28d814f0c434c39b'
const wolfiSource = 'github.com-NLnetLabs-unbound-release-1.23.0'
const wolfiPackages = ['unbound', 'unbound-libs']

/** What apko writes: each package of Wolfi, and beside them the recipe and the sources that they were built from. */
export const apkoSpdx = {
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'sbom-sha256:00',
  spdxVersion: 'SPDX-2.3',
  creationInfo: {
    created: '2026-01-01T00:00:00Z',
    creators: ['Tool: apko (v0.30.0)', 'Organization: Chainguard, Inc'],
  },
  documentDescribes: ['SPDXRef-Package-sha256-00'],
  packages: [
    {
      ...toSpdxPackage('sha256-00', 'sha256:00', '', 'pkg:oci/image?mediaType=&os=linux'),
      primaryPackagePurpose: 'CONTAINER',
    },
    {
      SPDXID: 'SPDXRef-OperatingSystem-wolfi',
      name: 'wolfi',
      versionInfo: '20230201',
      primaryPackagePurpose: 'OPERATING_SYSTEM',
    },
    toSpdxPackage(
      wolfiRecipe,
      'unbound.yaml',
      '23e8ff8479b39f3f2e97fdca28d814f0c434c39b',
      'pkg:github/wolfi-dev/os@23e8ff8479b39f3f2e97fdca28d814f0c434c39b#unbound.yaml',
    ),
    toSpdxPackage(wolfiSource, 'unbound', 'release-1.23.0', 'pkg:github/nlnetlabs/unbound@release-1.23.0'),
    ...wolfiPackages.map((name) =>
      toSpdxPackage(`${name}-1.23.0-r0`, name, '1.23.0-r0', `pkg:apk/wolfi/${name}@1.23.0-r0?arch=x86_64`),
    ),
  ],
  relationships: wolfiPackages.flatMap((name) => {
    const own = `SPDXRef-Package-${name}-1.23.0-r0`
    return [
      {
        spdxElementId: 'SPDXRef-Package-sha256-00',
        relationshipType: 'CONTAINS',
        relatedSpdxElement: own,
      },
      {
        spdxElementId: own,
        relationshipType: 'DESCRIBED_BY',
        relatedSpdxElement: `SPDXRef-Package-${wolfiRecipe}`,
      },
      {
        spdxElementId: own,
        relationshipType: 'GENERATED_FROM',
        relatedSpdxElement: `SPDXRef-Package-${wolfiSource}`,
      },
    ]
  }),
}

/** `cdxgen -t docker IMAGE`: the group is the namespace of the package URL, also of what a distribution packs. */
export const cdxgenCycloneDx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: {
    timestamp: '2026-11-03T00:00:00Z',
    tools: {
      components: [{ type: 'application', group: '@cyclonedx', name: 'cdxgen', version: '11.0.0' }],
    },
  },
  components: [
    {
      type: 'library',
      group: 'debian',
      name: 'openssl',
      version: '3.0.11-1~deb12u2',
      purl: 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
      'bom-ref': 'pkg:deb/debian/openssl@3.0.11-1~deb12u2',
    },
    {
      type: 'library',
      group: 'redhat',
      name: 'bash',
      version: '5.1.8-9.el9',
      purl: 'pkg:rpm/redhat/bash@5.1.8-9.el9?arch=x86_64&distro=rhel-9.4',
    },
    {
      type: 'framework',
      group: 'symfony',
      name: 'console',
      version: 'v6.4.0',
      purl: 'pkg:composer/symfony/console@v6.4.0',
    },
    { type: 'library', group: '', name: 'jest', version: '29.7.0', purl: 'pkg:npm/jest@29.7.0' },
  ],
}
