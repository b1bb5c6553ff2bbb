/**
 * What `startTestRegistry` and `runRegistry` start: one registry on SQLite and files, unless a run of tests has chosen several behind one
 * address. Tests that speak to a registry as clients do need not know which.
 */

export interface StartRequest {
  /** The folder that is all the registries' `DATA_DIR`. */
  dataDir: string
  environment: Record<string, string>
  /** Called before any of them is started. */
  prepare?: ((place: StorePlace) => Promise<void>) | undefined
}

/** Where the metadata of a registry are that does not run yet: what `openStore` takes. */
export interface StorePlace {
  dataDir: string
  databaseUrl: string | null
}

export interface StartedRegistries {
  /** Where clients reach them, without a trailing slash. */
  url: string
  /** What the operator's commands have to be told. */
  forCommands: Record<string, string>
  /** Of the first one. */
  processId: number
  /** All that they have printed. */
  output(): string
  stop(): Promise<void>
}

type StartRegistries = (request: StartRequest) => Promise<StartedRegistries>

let chosen: StartRegistries | null = null

/** For the set-up of a run of tests. */
export function chooseRegistries(start: StartRegistries): void {
  chosen = start
}

/** @returns null where it is one registry, on SQLite and files */
export function chosenRegistries(): StartRegistries | null {
  return chosen
}
