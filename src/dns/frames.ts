/** How a message travels over TCP: behind its length in two bytes (RFC 1035, 4.2.2). */
export function frame (message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}

/** Collects what arrives over TCP and gives out the messages that are whole. */
export function createFrameReader () {
  let chunks: Buffer[] = []
  let buffered = 0
  let needed = 2

  return {
    push (chunk: Buffer): readonly Buffer[] {
      chunks.push(chunk)
      buffered += chunk.length
      // Pieces are put together only when a message is complete, so that single bytes cost no copies.
      if (buffered < needed) return []
      let rest = Buffer.concat(chunks)
      const messages: Buffer[] = []
      for (needed = wholeLength(rest); rest.length >= needed; needed = wholeLength(rest)) {
        messages.push(rest.subarray(2, needed))
        rest = rest.subarray(needed)
      }
      chunks = [rest]
      buffered = rest.length
      return messages
    }
  }
}

function wholeLength (bytes: Buffer): number {
  return bytes.length < 2 ? 2 : 2 + bytes.readUInt16BE(0)
}
