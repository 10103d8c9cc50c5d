import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { VERSION } from '../version.ts'

/** The OpenAPI document of what is served, made from the schemas in use, at `/openapi.json`, and a page for it at `/docs`. */
export const openApi = fp(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sandflare',
        version: VERSION,
        description: 'A sandbox of Cloudflare for SaaS: custom hostnames, fallback origin and what belongs to them, with a simulated certificate authority.'
      },
      components: {
        securitySchemes: {
          api_token: { type: 'http', scheme: 'bearer' },
          api_email: { type: 'apiKey', in: 'header', name: 'X-Auth-Email' },
          api_key: { type: 'apiKey', in: 'header', name: 'X-Auth-Key' }
        }
      },
      security: [{ api_token: [] }, { api_email: [], api_key: [] }]
    },
    hideUntagged: true
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { deepLinking: true, persistAuthorization: true },
    theme: { title: 'Sandflare', css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }] }
  })
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => await reply.send(app.swagger()))
})
