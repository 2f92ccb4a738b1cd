import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What the bundler tells of a module. */
interface Known {
  code: string | null
  importedIds: readonly string[]
  dynamicallyImportedIds: readonly string[]
}
interface Graph {
  getModuleInfo(id: string): Known | null
}

const here = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const file = (path: string) => here(`src/${path}`)
const PARTS = here('node_modules/element-plus/es/')
const SHELVES = /[\\/](element-plus[\\/]es[\\/]index\.mjs|lodash-unified[\\/]import\.js)$/

/** Where each part of the component library stands: its one index file would lead to all of them. */
function partsByName(): Map<string, string> {
  const index = readFileSync(`${PARTS}index.mjs`, 'utf8')
  const parts = new Map<string, string>()
  for (const [, names, path] of index.matchAll(/import\s*\{([^}]*)\}\s*from\s*"\.\/([^"]+)"/g))
    for (const name of names!.split(',')) parts.set(name.split(' as ').at(-1)!.trim(), PARTS + path)
  return parts
}

/** What a module takes from an index file, as the files where it really stands. */
function taken(code: string, parts: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  for (const [, names, from] of code.matchAll(
    /import\s*\{([^}]*)\}\s*from\s*["'](element-plus(?:\/es)?|lodash-unified)["']/g,
  ))
    for (const name of names!.split(',').map((one) => one.split(' as ')[0]!.trim()))
      found.push(from === 'lodash-unified' ? here(`node_modules/lodash-es/${name}.js`) : (parts.get(name) ?? ''))
  return found
}

/** Everything that has to be there before one of these can run. */
function needs(graph: Graph, parts: ReadonlyMap<string, string>, roots: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const ahead = [...roots]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const known = seen.has(id) ? null : graph.getModuleInfo(id)
    if (!known) continue
    seen.add(id)
    ahead.push(...known.importedIds.filter((one) => !SHELVES.test(one)))
    if (known.importedIds.some((one) => SHELVES.test(one))) ahead.push(...taken(known.code ?? '', parts))
  }
  return seen
}

const MAIN = file('console/main.ts')

/** 首屏 The file that each module of a first view goes into; all others are cut as the bundler likes. */
function places(graph: Graph): Map<string, string> {
  const parts = partsByName()
  const payer = file('payer/main.ts')
  const payerFirst = needs(graph, parts, [payer])
  const payerPages = needs(graph, parts, graph.getModuleInfo(payer)?.dynamicallyImportedIds ?? [])
  const shell = needs(graph, parts, [MAIN])
  const login = needs(graph, parts, [file('console/access/login-page.vue')])
  const frame = needs(graph, parts, [file('console/frame.vue')])
  const home = needs(graph, parts, [file('console/home/home-page.vue')])
  const list = needs(graph, parts, [file('console/ui/data-list.vue')])
  const dialog = needs(graph, parts, [file('console/access/password-dialog.vue')])

  const placed = new Map<string, string>()
  const place = (name: string, ids: Iterable<string>) => {
    for (const id of ids) if (!placed.has(id) && id !== MAIN) placed.set(id, name)
  }
  const both = (one: Set<string>, other: Set<string>) => [...one].filter((id) => other.has(id))
  // The payer's pages share these with the console, and must get nothing else with them.
  place('base', both(payerFirst, new Set([...shell, ...frame, ...login])))
  place('asking', both(payerPages, new Set([...shell, ...frame, ...home, ...list])))
  for (const id of [...payerFirst, ...payerPages]) if (!placed.has(id)) placed.set(id, '')
  place('shell', shell)
  place('shell', both(login, frame))
  place('frame', frame)
  place(
    'frame',
    [...home].filter((id) => id.includes('node_modules')),
  )
  place('list', list)
  place('dialog', dialog)
  return placed
}

/**
 * A cold browser asks for few files at a time, so what a first view needs comes in few: what the payer's pages share, the
 * shell, the frame, what every list and what every dialog is made of. Nobody gets a module that is not needed by the view
 * it belongs to.
 */
export function firstViewGroups() {
  let placed: Map<string, string> | undefined
  return [
    {
      // As it is reckoned from the graph, it is complete; what it leaves out must stay out.
      includeDependenciesRecursively: false,
      debugName: 'first view',
      name(id: string, graph: Graph): string | null {
        placed ??= places(graph)
        return placed.get(id) || null
      },
    },
  ]
}
