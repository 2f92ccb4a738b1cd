import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { settle, signIn } from './demo'

const own = String(Date.now()).slice(-6)
const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

/** Serious and critical findings of the page as it stands, each with the elements. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: typeof import('axe-core') }).axe
    const { violations } = await axe.run(
      { exclude: ['.el-pagination__sizes'] },
      {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
        resultTypes: ['violations'],
      },
    )
    return violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`))
  })
}

/** A page with its content: the heading is this page's, and nothing is loading any more. */
async function shown(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(`/console.html#${path}`)
  await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible()
  await expect(page.locator('main .card').first()).toBeVisible()
  await expect(page.locator('.el-skeleton')).toHaveCount(0)
}

async function theme(page: Page, name: '浅色' | '深色'): Promise<void> {
  await shown(page, '/settings', '个人设置')
  await page.getByTestId('theme').getByText(name, { exact: true }).click()
  await expect(page.locator('html')).toHaveClass(name === '深色' ? /\bdark\b/ : /^(?!.*\bdark\b)/)
}

test('a bill is found from anywhere with the keyboard, by its settlement and by its number', async ({
  page,
  request,
}) => {
  const busNo = await settle(request, 'outpatient')
  await signIn(page)
  await shown(page, '/numbers', '票源')
  await page.keyboard.press('Control+k')
  const box = page.getByTestId('search-text')
  await expect(box).toBeFocused()
  await box.fill(busNo)
  const hit = page.getByTestId('hits-BILL').getByRole('link')
  await expect(hit).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await expect(hit).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('number')).toBeVisible()
  await expect(page.getByTestId('search-dialog')).toBeHidden()
  const [code, number] = (await page.getByTestId('number').textContent())!.trim().split(/\s+/)

  await page.keyboard.press('/')
  await expect(box).toBeFocused()
  await box.fill(`${code}${number}`)
  await expect(hit).toHaveCount(1)
  await expect(hit).toContainText(`${code} ${number}`)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('search-dialog')).toBeHidden()
})

test('search says when nothing is found, and leads to pages', async ({ page }) => {
  await signIn(page)
  await page.getByTestId('search-open').click()
  await page.getByTestId('search-text').fill(`没有这个${own}`)
  await expect(page.getByText(`没有找到以“没有这个${own}”开头的内容`, { exact: true })).toBeVisible()
  await page.getByTestId('search-text').fill('票号查询')
  await page.getByTestId('hits-pages').getByRole('link', { name: '票号查询', exact: true }).click()
  await expect(page).toHaveURL(/#\/numbers\/where$/)
})

test('a filter is kept under a name and a column put away, also after signing in again', async ({ page }) => {
  const name = `停用的${own}`
  await signIn(page)
  await shown(page, '/basics/items?usable=STOPPED', '收费项目')
  await page.getByTestId('filters').click()
  await page.getByTestId('filter-name').fill(name)
  await page.getByTestId('keep-filter').click()
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible()

  await shown(page, '/basics/items', '收费项目')
  const list = page.getByTestId('items')
  await expect(list.getByRole('columnheader', { name: '助记码', exact: true })).toBeVisible()
  await page.getByTestId('columns').click()
  await page.getByRole('checkbox', { name: '助记码', exact: true }).uncheck()
  await expect(list.getByRole('columnheader', { name: '助记码', exact: true })).toBeHidden()

  await page.context().clearCookies()
  await signIn(page)
  await shown(page, '/basics/items', '收费项目')
  await expect(list.getByRole('columnheader', { name: '名称', exact: true })).toBeVisible()
  await expect(list.getByRole('columnheader', { name: '助记码', exact: true })).toBeHidden()
  await page.getByTestId('columns').click()
  await page.getByRole('button', { name: '显示全部列', exact: true }).click()
  await expect(list.getByRole('columnheader', { name: '助记码', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByTestId('filters').click()
  await page.getByRole('button', { name, exact: true }).click()
  await expect(page).toHaveURL(/usable=STOPPED/)
  await page.getByTestId('filters').click()
  await page.getByRole('button', { name: `删除常用筛选 ${name}`, exact: true }).click()
  await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
})

test('the question mark leads to the section of the own manual', async ({ page }) => {
  await signIn(page, 'finance')
  await shown(page, '/numbers/alerts', '库存预警')
  await page.getByTestId('page-help').click()
  await expect(page.getByTestId('manual').getByRole('heading', { name: '五、库存预警', exact: true })).toBeInViewport()
})

test('a list prints as a table with its heading and without the menu', async ({ page }) => {
  await signIn(page)
  await shown(page, '/basics/items', '收费项目')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
  await expect(page.getByTestId('print-list')).toBeHidden()
  await expect(page.locator('.printed strong')).toHaveText('收费项目')
  await expect(page.getByTestId('items').getByRole('row').nth(1)).toBeVisible()
})

const walks = {
  'of every day': [
    ['/settings', '个人设置'],
    ['/home', '首页'],
    ['/bills', '票据'],
    ['/prepayments', '预交金'],
    ['/paper', '纸质票据'],
    ['/notices', '消息通知'],
    ['/help/cashier', '帮助'],
  ],
  'of numbers and interfaces': [
    ['/numbers', '票源'],
    ['/numbers/documents', '单据'],
    ['/numbers/usage', '核销与审验'],
    ['/transit', '在途'],
    ['/messages', '接入报文'],
    ['/messages/parked', '重放中心'],
  ],
  'of administrators': [
    ['/basics/items', '收费项目'],
    ['/access/users', '用户'],
    ['/auditing/audit', '操作日志'],
    ['/channels', '消息通道'],
    ['/channels/log', '转发记录'],
  ],
} as const
// The choice is kept with the account, so the one that all others expect comes last.
for (const name of ['深色', '浅色'] as const) {
  for (const [which, pages] of Object.entries(walks)) {
    test(`pages ${which} have no barrier in the theme ${name}`, async ({ page }) => {
      await signIn(page)
      await theme(page, name)
      for (const [path, heading] of pages) {
        await shown(page, path, heading)
        expect(await barriers(page), path).toEqual([])
      }
    })
  }

  test(`signing in and searching have no barrier in the theme ${name}`, async ({ page }) => {
    await page.goto('/console.html')
    await expect(page.getByLabel('用户名')).toBeVisible()
    expect(await barriers(page), 'login').toEqual([])
    await signIn(page)
    await theme(page, name)
    await page.keyboard.press('Control+k')
    await page.getByTestId('search-text').fill('票')
    await expect(page.getByTestId('hits-pages')).toBeVisible()
    expect(await barriers(page), 'search').toEqual([])
  })
}

test('a first visit asks for the first page only', async ({ page }) => {
  await signIn(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await shown(page, '/help/cashier', '帮助')
  await page.reload()
  await expect(page.getByTestId('manual').getByRole('heading', { name: '收费员手册', exact: true })).toBeVisible()
  expect(asked).toContain('/api/console/me')
  expect(asked.filter((path) => /(home|bills|users|desk|papers)-page.*\.js/.test(path))).toEqual([])
  expect(asked.filter((path) => path.startsWith('/api/console/') && /bills|home|numbers/.test(path))).toEqual([])
})

test('the home page comes in few files, and what is asked for early is not asked for twice', async ({ page }) => {
  await signIn(page)
  await shown(page, '/home', '首页')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.reload()
  await expect(page.getByTestId('today-count')).toBeVisible()
  const scripts = asked.filter((path) => path.startsWith('/assets/') && path.endsWith('.js'))
  expect(scripts.length).toBeLessThanOrEqual(10)
  expect(scripts.filter((path) => /\/(list|dialog|login-page|password-dialog)-/.test(path))).toEqual([])
  expect(new Set(scripts).size).toBe(scripts.length)
  expect(asked.filter((path) => path === '/api/console/me')).toHaveLength(1)
})

test('the own menu opens with the keyboard, and Escape gives the focus back', async ({ page }) => {
  await signIn(page)
  const button = page.locator('button.who')
  await button.focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: '个人设置' })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('menuitem', { name: '退出登录' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await expect(page.getByRole('menu')).toBeHidden()
  await button.click()
  await page.getByRole('menuitem', { name: '修改口令' }).click()
  await expect(page.getByRole('dialog', { name: '修改口令' })).toBeVisible()
})
