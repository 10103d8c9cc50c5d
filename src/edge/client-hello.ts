/** The first message of a TLS client, as far as the edge looks into it before TLS itself begins. */
export type ClientHello =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'hello', readonly serverName?: string }

const RECORD_HANDSHAKE = 22
const RECORD_LENGTH = 16_384
const MESSAGE_CLIENT_HELLO = 1
const MESSAGE_LENGTH = 16_384
const EXTENSION_SERVER_NAME = 0
const NAME_TYPE_HOST = 0

const INCOMPLETE: ClientHello = { kind: 'incomplete' }
const INVALID: ClientHello = { kind: 'invalid' }

/**
 * Reads the server name from the bytes that a client sent so far. It has to be known before the handshake, for OpenSSL settles
 * the protocol version, and in TLS 1.3 ALPN too, before it asks for a certificate: both depend on the hostname here.
 */
export function readClientHello (bytes: Buffer): ClientHello {
  const message: Buffer[] = []
  let collected = 0
  // A message may be spread over several records.
  for (let at = 0; ;) {
    const head = bytes.subarray(at, at + 5)
    if (head.length > 0 && head[0] !== RECORD_HANDSHAKE) return INVALID
    if (head.length > 1 && head[1] !== 3) return INVALID
    if (head.length < 5) return INCOMPLETE
    const length = head.readUInt16BE(3)
    if (length === 0 || length > RECORD_LENGTH) return INVALID
    const fragment = bytes.subarray(at + 5, at + 5 + length)
    message.push(fragment)
    collected += fragment.length
    at += 5 + length
    if (collected < 4) {
      if (fragment.length < length) return INCOMPLETE
      continue
    }
    const whole = message.length === 1 ? fragment : Buffer.concat(message)
    if (whole[0] !== MESSAGE_CLIENT_HELLO) return INVALID
    const wanted = whole.readUIntBE(1, 3)
    if (wanted > MESSAGE_LENGTH) return INVALID
    if (collected >= 4 + wanted) return readMessage(whole.subarray(4, 4 + wanted))
    if (fragment.length < length) return INCOMPLETE
  }
}

function readMessage (body: Buffer): ClientHello {
  try {
    const reader = readerOf(body)
    reader.take(2 + 32)
    reader.take(reader.number(1))
    reader.take(reader.number(2))
    reader.take(reader.number(1))
    if (reader.rest() === 0) return { kind: 'hello' }
    const extensions = readerOf(reader.take(reader.number(2)))
    while (extensions.rest() > 0) {
      const type = extensions.number(2)
      const content = extensions.take(extensions.number(2))
      if (type === EXTENSION_SERVER_NAME) return readServerName(content)
    }
    return { kind: 'hello' }
  } catch (error) {
    if (error instanceof RangeError) return INVALID
    throw error
  }
}

function readServerName (content: Buffer): ClientHello {
  const reader = readerOf(content)
  const list = readerOf(reader.take(reader.number(2)))
  while (list.rest() > 0) {
    const type = list.number(1)
    const name = list.take(list.number(2))
    if (type === NAME_TYPE_HOST) return { kind: 'hello', serverName: name.toString('latin1') }
  }
  return { kind: 'hello' }
}

/** Walks through bytes; throws RangeError beyond their end. */
function readerOf (bytes: Buffer) {
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('beyond the end')
    at += length
    return bytes.subarray(at - length, at)
  }
  return {
    take,
    number: (length: 1 | 2): number => take(length).readUIntBE(0, length),
    rest: () => bytes.length - at
  }
}
