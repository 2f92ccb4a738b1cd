import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

interface Contract {
  paths: Record<string, unknown>
  components: { schemas: Record<string, unknown> }
}

const FILE = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))
const NAME = 'virtual:open-api'

/** The open API's part of the contract, so that its page carries no more than it shows. */
function part(): Contract {
  const whole = JSON.parse(readFileSync(FILE, 'utf8')) as Contract
  const paths = Object.fromEntries(Object.entries(whole.paths).filter(([path]) => path.startsWith('/api/open/v1/')))
  const schemas: Record<string, unknown> = {}
  const visit = (of: unknown) => {
    for (const [, name] of JSON.stringify(of).matchAll(/#\/components\/schemas\/([A-Za-z0-9]+)/g)) {
      if (!name || name in schemas) continue
      schemas[name] = whole.components.schemas[name]
      visit(schemas[name])
    }
  }
  visit(paths)
  return { paths, components: { schemas } }
}

export function openApi(): Plugin {
  return {
    name: 'open-api',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null
      this.addWatchFile(FILE)
      return `export default ${JSON.stringify(part())}`
    },
  }
}
