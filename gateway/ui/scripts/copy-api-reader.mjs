// The reader of the API's document, beside the application in dist/: what reader.html of gateway/web names.
import { copyFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ui = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const target = resolve(ui, 'dist/api-reader')

mkdirSync(target, { recursive: true })
for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) copyFileSync(resolve(swagger, name), resolve(target, name))
copyFileSync(resolve(ui, 'api-reader/start.js'), resolve(target, 'start.js'))
