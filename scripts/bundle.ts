import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { buildDashboard } from '../src/dashboard/build.ts'

/**
 * Node's modules, taken as they are. An `import` of one makes a copy of all that it exports, for which `node:http` loads a whole client of
 * HTTP: a tenth of a cold start, for nothing that is used.
 */
const builtins: Plugin = {
  name: 'builtins',
  setup (build) {
    // One for each importer: what several files share would be a file of its own, to be found and opened by every start.
    build.onResolve({ filter: /^node:/ }, ({ kind, path, importer }) => kind === 'import-statement' ? { path: `${importer} ${path}`, namespace: 'builtins', pluginData: path } : undefined)
    build.onLoad({ filter: /.*/, namespace: 'builtins' }, ({ pluginData }) => ({ contents: `module.exports = process.getBuiltinModule('${pluginData}')` }))
  }
}

/** Fastify compares versions of plugins that demand one, which those of the first app do not: what can do it is loaded when it is asked. */
const versions: Plugin = {
  name: 'versions',
  setup (build) {
    build.onResolve({ filter: /^semver$/ }, ({ importer, namespace }) => namespace === 'file' && importer.endsWith('fastify/lib/plugin-utils.js') ? { path: importer, namespace: 'versions' } : undefined)
    build.onLoad({ filter: /.*/, namespace: 'versions' }, ({ path }) => ({
      contents: "module.exports = new Proxy({}, { get: (_, name) => require('semver')[name] })", resolveDir: dirname(path)
    }))
  }
}

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
  external: ['better-sqlite3', 'esbuild', '@fastify/swagger', '@fastify/swagger-ui', '@peculiar/x509', 'prom-client', 'reflect-metadata'],
  plugins: [builtins, versions],
  // Packages in CommonJS ask for a `require` that modules do not have.
  banner: { js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);" },
  logLevel: 'warning'
})

/** What the program serves at `/`. */
await mkdir('dist/dashboard', { recursive: true })
for (const [name, content] of await buildDashboard()) await writeFile(join('dist/dashboard', name), content)
