/** The same keys with other words: what is missing or too much does not compile. Arguments are compared by `messages.test.ts`. */
export type Translation<Messages> = {
  readonly [Key in keyof Messages]: Messages[Key] extends string ? string : Translation<Messages[Key]>
}
