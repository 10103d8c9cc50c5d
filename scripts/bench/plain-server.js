// A plain Fastify with the routes that are measured and no store. Plain JavaScript: stripping types would add to its memory.
import { readFileSync } from 'node:fs'
import fastify from 'fastify'

const { item, list, created, createSchema } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const path = '/client/v4/zones/:zone_id/custom_hostnames'
const app = fastify()

app.get(`${path}/:custom_hostname_id`, async () => item)
if (list !== undefined) app.get(path, async () => list)
if (created !== undefined) {
  app.post(path, { schema: { body: createSchema } }, async (request, reply) => {
    reply.code(201)
    return { ...created, result: { ...created.result, hostname: request.body.hostname } }
  })
}

process.on('SIGTERM', () => { process.exit(0) })
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
