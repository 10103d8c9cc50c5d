import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createSecureContext, rootCertificates } from 'node:tls'

export interface WantedAgent {
  readonly scheme: 'http' | 'https'
  /** The origin's certificate has to be right. */
  readonly strict: boolean
  /** A new connection: a kept one may be closed by the origin at the moment of the request, which cannot always be sent again. */
  readonly fresh: boolean
}

export interface OriginAgents {
  find (wanted: WantedAgent): Promise<HttpAgent>
  destroy (): void
}

const KEPT = { keepAlive: true, maxFreeSockets: 64 }

/** Connections to origins, kept for the next request where that is safe. */
export function createOriginAgents (trustedRoots: () => Promise<readonly string[]>): OriginAgents {
  const agents = {
    http: { kept: new HttpAgent(KEPT), fresh: new HttpAgent({ keepAlive: false }) },
    https: { kept: new HttpsAgent(KEPT), fresh: new HttpsAgent({ keepAlive: false }) }
  }
  let trusting: { readonly roots: string, readonly agent: HttpsAgent } | undefined

  /** Takes certificates of public authorities and of the given ones. */
  async function strictAgent (): Promise<HttpsAgent> {
    const own = await trustedRoots()
    const roots = own.join('\n')
    if (trusting?.roots === roots) return trusting.agent
    trusting?.agent.destroy()
    // One context for all: a list of authorities in each request's options would become part of the key of its connection.
    const secureContext = createSecureContext({ ca: [...rootCertificates, ...own] })
    // A resumed session is not checked for its name again, and a kept connection was checked for another visitor's.
    const agent = new HttpsAgent({ secureContext, keepAlive: false, maxCachedSessions: 0 })
    trusting = { roots, agent }
    return agent
  }
  return {
    async find ({ scheme, strict, fresh }) {
      if (scheme === 'https' && strict) return await strictAgent()
      return agents[scheme][fresh ? 'fresh' : 'kept']
    },
    destroy () {
      for (const agent of [...Object.values(agents.http), ...Object.values(agents.https), trusting?.agent]) agent?.destroy()
    }
  }
}
