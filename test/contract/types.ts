/** Calls that only the type checker judges: they fail `tsc`, never a test run. */

/** Holds when every `From` can be used as a `To`. */
export function assignable<From extends To, To> (...examples: readonly From[]) {
  return examples
}

/** Holds when the two are one type. */
export function same<A extends Equal<A, B>, B> () { }

// A failing comparison answers the other type, so that the compiler's message names both.
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? unknown : { differsFrom: B }) : { differsFrom: B }

/** The type of an optional field when it is there. */
export type Given<T> = Exclude<T, undefined>

/** The keys that `A` has and `B` has not. */
export type OnlyIn<A, B> = Exclude<keyof A, keyof B>

/** The same fields, none of them required, at any depth. */
export type Loose<T> =
  T extends ReadonlyArray<infer Item> ? Array<Loose<Item>> : T extends object ? { [Key in keyof T]?: Loose<T[Key]> } : T

/** An interface as a plain type: only those can be used where any key is allowed. */
export type Plain<T> =
  T extends ReadonlyArray<infer Item> ? Array<Plain<Item>> : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T
