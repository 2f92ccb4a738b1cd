import { describe, expect, it } from 'vitest'
import type { RouteRecordRaw } from 'vue-router'
import { helpFor } from './help/sections'
import { modules } from './modules'
import { personal } from './notices/module'

const sources = import.meta.glob<string>('./**/*.vue', { query: '?raw', import: 'default', eager: true })

/** Pages that show no list which could be empty, and what they show instead. */
const NEVER_EMPTY: Record<string, string> = {
  './access/policy-page.vue': 'a form',
  './access/roles-page.vue': 'roles that are always there',
  './access/self-check-page.vue': 'questions that are always asked',
  './channels/channels-page.vue': 'the three channels',
  './desk/desk-page.vue': 'a form',
  './help/open-api-page.vue': 'the description of the interface',
  './home/home-page.vue': 'figures, which may be 0',
  './masterdata/form-page.vue': 'a form',
  './notices/settings-page.vue': 'forms',
  './numbering/where-page.vue': 'the history of one number, which has at least its receipt',
  './statistics/trend-page.vue': 'a curve, which may be flat',
  './system/caches-page.vue': 'caches that are always there',
  './system/parameters-page.vue': 'settings that are always there',
  './transit/jobs-page.vue': 'jobs that are always there',
  './units/opening-page.vue': 'steps that are always to be taken',
}

interface Page {
  place: string
  title?: string
  permission?: string
  file: string
}

/** The file that a route brings in, as the route itself says it. */
function fileOf(route: RouteRecordRaw): string {
  const said = /["'](?:[^"']*\/)?([^"'/]+\/[^"'/]+\.vue)["']/.exec(String(route.component))?.[1]
  const found = Object.keys(sources).filter((one) => said && one.endsWith(`/${said}`))
  return found.length === 1 ? found[0]! : ''
}

function pagesOf(routes: readonly RouteRecordRaw[], above = '', permission?: string): Page[] {
  return routes.flatMap((route) => {
    const place = route.path.startsWith('/') ? route.path : `${above}/${route.path}`.replace(/\/$/, '')
    const needed = route.meta?.permission ?? permission
    if (route.redirect) return []
    if (route.children) return pagesOf(route.children, place, needed)
    return [{ place, title: route.meta?.title, permission: needed, file: fileOf(route) }]
  })
}

const everybodys = pagesOf(personal)
const pages = [...modules.flatMap((module) => pagesOf(module.routes)), ...everybodys]

describe('every page', () => {
  it('is found', () => {
    expect(pages.length).toBeGreaterThan(50)
    expect(new Set(pages.map((page) => page.place)).size).toBe(pages.length)
    expect(pages.filter((page) => !page.file).map((page) => page.place)).toEqual([])
  })

  it('has a title of its own', () => {
    expect(pages.filter((page) => !page.title).map((page) => page.place)).toEqual([])
  })

  it('asks for a permission, unless it is about the person alone or a manual', () => {
    const open = pages.filter((page) => !page.permission && !everybodys.includes(page))
    expect(open.map((page) => page.place)).toEqual(['/help/:page?'])
  })

  it('leads to the manual, unless it is the manual', () => {
    const without = pages.filter((page) => !page.place.startsWith('/help') && !helpFor(page.place, []))
    expect(without.map((page) => page.place)).toEqual([])
  })

  it('says something when there is nothing to show', () => {
    const files = [...new Set(pages.map((page) => page.file))]
    const silent = files.filter((file) => !/<(EmptyState|DataList)\b/.test(sources[file]!))
    expect(silent.sort()).toEqual(Object.keys(NEVER_EMPTY).sort())
  })
})
