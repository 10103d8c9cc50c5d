import { build } from 'esbuild'

/**
 * The program as few files: reading hundreds of modules one by one would be most of a cold start. What brings binaries, files of its own, or
 * is seldom needed stays outside.
 */
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist/program',
  bundle: true,
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  external: ['better-sqlite3', '@fastify/swagger', '@fastify/swagger-ui', '@peculiar/x509', 'prom-client', 'reflect-metadata'],
  // Packages in CommonJS ask for a `require` that modules do not have.
  banner: { js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);" },
  logLevel: 'warning'
})
