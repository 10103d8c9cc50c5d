// Runs every file of the contract suite in this process, one after another.
import { readdirSync } from 'node:fs'

const FOLDER = new URL('../contract/', import.meta.url)

for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.test.ts')).sort()) await import(new URL(file, FOLDER).href)
