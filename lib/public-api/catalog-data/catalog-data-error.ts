/** A call that cannot be answered as asked: 400, in the form of the ECR Public API's errors. The original's own bodies are not known. */
export class CatalogDataError extends Error {
  override name = 'CatalogDataError'
  readonly type: 'InvalidParameterException' | 'RepositoryNotFoundException' | 'RegistryNotFoundException'

  constructor(type: CatalogDataError['type'], message: string) {
    super(message)
    this.type = type
  }
}
