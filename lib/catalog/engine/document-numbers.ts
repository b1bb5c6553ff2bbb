/** The document of each repository, by the id that the repository has in the store; ids are small, so an array does. */

export interface DocumentNumbers {
  /** Undefined where the repository has no document. */
  get(repositoryId: number): number | undefined
  has(repositoryId: number): boolean
  set(repositoryId: number, document: number): void
  delete(repositoryId: number): void
}

export function createDocumentNumbers(): DocumentNumbers {
  // One more than the number; 0 is none.
  let numbers = new Uint32Array(1024)
  const get = (repositoryId: number) => {
    const number = numbers[repositoryId] ?? 0
    return number === 0 ? undefined : number - 1
  }
  return {
    get,
    has: (repositoryId) => get(repositoryId) !== undefined,
    set: (repositoryId, document) => {
      if (repositoryId >= numbers.length) {
        const grown = new Uint32Array(Math.ceil(repositoryId * 1.5) + 1)
        grown.set(numbers)
        numbers = grown
      }
      numbers[repositoryId] = document + 1
    },
    delete: (repositoryId) => {
      if (repositoryId < numbers.length) numbers[repositoryId] = 0
    },
  }
}
