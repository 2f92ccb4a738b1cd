import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rollup } from 'vite'

type Chunk = Rollup.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/** Pages that are first for most, by their place. */
const PAGES = {
  '/home': 'home/home-page.vue',
  '/desk': 'desk/desk-page.vue',
  '/bills': 'issuing/bills-page.vue',
  '/transit': 'transit/transit-page.vue',
  '/numbers': 'numbering/numbers-page.vue',
}

/**
 * 先问 A small script ahead of the shell, as a file of its own because the content policy takes no script out of a page.
 * It names the files of the frame and of the first page, which the browser would otherwise hear of when the shell has run.
 */
export function early(): Plugin {
  return {
    name: 'early',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((one) => one.type === 'chunk') as Chunk[]
        const files = (root: Chunk, known: ReadonlySet<string>) => {
          const found = new Set<string>()
          const visit = (name: string) => {
            const chunk = bundle[name] as Chunk | undefined
            if (!chunk || found.has(name) || known.has(name)) return
            found.add(name)
            for (const style of chunk.viteMetadata?.importedCss ?? []) if (!known.has(style)) found.add(style)
            chunk.imports.forEach(visit)
          }
          visit(root.fileName)
          return found
        }
        const of = (path: string) => {
          const found = chunks.find((one) => one.moduleIds.some((id) => id.endsWith(`/src/console/${path}`)))
          if (!found) throw new Error(`no file holds src/console/${path}`)
          return found
        }
        const entry = chunks.find((one) => one.isEntry && one.facadeModuleId?.endsWith('console.html'))!
        const shell = files(entry, new Set())
        const frame = files(of('frame.vue'), shell)
        const pages = Object.fromEntries(
          Object.entries(PAGES).map(([place, path]) => [place, listed(files(of(path), new Set([...shell, ...frame])))]),
        )
        const source = readFileSync(fileURLToPath(new URL('../src/console/ahead.js', import.meta.url)), 'utf8')
          .replace("['@frame@']", JSON.stringify(listed(frame)))
          .replace("{ '@pages@': [] }", JSON.stringify(pages))
        const fileName = `assets/early-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
        this.emitFile({ type: 'asset', fileName, source })
        const html = bundle['console.html']
        if (html?.type !== 'asset') throw new Error('console.html is not there yet')
        html.source = String(html.source).replace(
          '<script type="module"',
          `<script src="/${fileName}" fetchpriority="high"></script>\n    <script type="module"`,
        )
      },
    },
  }
}

const listed = (files: ReadonlySet<string>) => [...files].map((one) => `/${one}`)
