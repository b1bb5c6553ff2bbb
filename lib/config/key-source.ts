/** Where the registry's secret comes from, by which it seals and signs: its own file, or one of three places that the operator names. */

export type KeySource =
  /** `DATA_DIR/key`, which the registry makes and can replace. */
  | { kind: 'own' }
  | { kind: 'text'; text: string }
  /** Absolute path. */
  | { kind: 'file'; path: string }
  /** A line for a shell, which prints it. */
  | { kind: 'command'; command: string }
