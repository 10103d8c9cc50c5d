const HEX_32 = /^[0-9a-f]{32}$/

/** Whether a text has the form of the ids of zones, accounts, DNS records and webhooks: 32 hex digits in lower case. */
export function isIdentifier (text: string): boolean {
  return HEX_32.test(text)
}
