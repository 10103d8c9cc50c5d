import type { IncomingMessage } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerErrors } from './own-errors.ts'

/** Answers a request by way of another app. */
export type HandOver = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** Apps that stand behind the one that listens, each made at the first request for it: few are asked for, and all of them together take longer than the rest of a start. */
export interface Behind {
  /** The app that `build` makes ends with `app`. */
  handOver (app: FastifyInstance, build: () => Promise<FastifyInstance>): HandOver
  /** The ray that a request was known by when it was handed over. */
  rayOf (raw: IncomingMessage): string | undefined
}

export function createBehind (): Behind {
  const rays = new WeakMap<IncomingMessage, string>()
  return {
    handOver (app, build) {
      let building: Promise<FastifyInstance> | undefined
      const make = async (): Promise<FastifyInstance> => {
        const behind = await build()
        await behind.ready()
        return behind
      }
      // Before connections are closed: what streams has to hear of the end.
      app.addHook('preClose', async () => { await (await building?.catch(() => undefined))?.close() })
      return async (request, reply) => {
        // A build that failed is tried again by the next request.
        building ??= make().catch((error: unknown) => { building = undefined; throw error })
        const { routing } = await building
        rays.set(request.raw, request.id)
        reply.hijack()
        routing(request.raw, reply.raw)
      }
    },
    rayOf: raw => rays.get(raw)
  }
}

const answerError = answerErrors('a request could not be handed over')

/** Hands everything that the app does not serve over, bodies unread, for another one to answer or refuse. */
export function handOverRest (app: FastifyInstance, handOver: HandOver): void {
  app.removeAllContentTypeParsers()
  app.setNotFoundHandler(handOver)
  // What is wrong before a handler is reached, such as a type of content that is none, is refused in the words of whom it was meant for.
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (request.is404 && error.statusCode !== undefined && error.statusCode < 500) await handOver(request, reply)
    else await answerError(error, request, reply)
  })
}
