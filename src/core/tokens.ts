/**
 * Values that look random and follow from a seed and a label alone, so that nothing needs to be stored
 * and one long advance gives the same tokens as many short ones.
 */
export interface TokenSource {
  uuid (seed: string, label: string): string
  hex (seed: string, label: string, length: number): string
  base64url (seed: string, label: string, length: number): string
  digits (seed: string, label: string, length: number): string
}
