import { expect, test } from '@playwright/test'
import { demo, inside } from './demo'

test('a person signs in at the hospital’s identity provider and out again; whom nobody linked is told so', async ({
  page,
}) => {
  await page.goto(`${demo.platform}/console.html`)
  await page.getByTestId('by-sso').click()
  await page.getByRole('combobox', { name: '用户', exact: true }).selectOption('finance')
  await page.getByLabel('口令').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录' }).click()
  await inside(page)
  expect(page.url()).not.toContain('code=')
  await page.goto(`${demo.platform}/console.html#/settings`)
  await expect(page.getByTestId('own-sso')).toContainText('staff-finance')
  await page.locator('button.who').click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '已退出' })).toBeVisible()
  await page.getByRole('link', { name: '返回医票' }).click()

  await page.getByTestId('by-sso').click()
  await page.getByRole('combobox', { name: '用户', exact: true }).selectOption('stranger')
  await page.getByLabel('口令').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('还没有关联医票账户')
})

test('opened by another address, single sign-on says so and goes by way of the registered one', async ({ page }) => {
  const other = new URL(demo.platform)
  other.hostname = other.hostname === 'localhost' ? '127.0.0.1' : 'localhost'
  await page.goto(`${other.origin}/console.html`)
  await expect(page.getByTestId('sso-away')).toContainText(demo.platform)
  await page.getByTestId('by-sso').click()
  await page.getByRole('combobox', { name: '用户', exact: true }).selectOption('finance')
  await page.getByLabel('口令').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录' }).click()
  await inside(page)
  expect(new URL(page.url()).origin).toBe(demo.platform)
})

test('what a browser brings back without having begun is explained, not a matter of tokens', async ({ page }) => {
  await page.goto(`${demo.platform}/console.html?code=none&state=in-none`)
  await expect(page.getByRole('alert')).toContainText('请重新点击单点登录')
  expect(page.url()).not.toContain('code=')
})

test('a person comes in by the hospital’s CAS server, and an administrator’s name opens nothing', async ({ page }) => {
  await page.goto(`${demo.platform}/console.html`)
  await page.getByTestId('by-cas').click()
  await page.getByRole('combobox', { name: '用户', exact: true }).selectOption('cashier')
  await page.getByLabel('口令').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录' }).click()
  await inside(page)
  expect(page.url()).not.toContain('ticket=')
  await page.locator('button.who').click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '已退出' })).toBeVisible()
  await page.getByRole('link', { name: '返回医票' }).click()

  await page.getByTestId('by-cas').click()
  await page.getByRole('combobox', { name: '用户', exact: true }).selectOption('auditor')
  await page.getByLabel('口令').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('还没有关联医票账户')
})

test('a person comes in with the account of the desk computer; an expired one is told what to do', async ({ page }) => {
  await page.goto(`${demo.platform}/console.html`)
  await page.getByTestId('by-directory').click()
  await expect(page.getByRole('heading', { name: '使用医院域账户' })).toBeVisible()
  await page.getByLabel('用户名').fill('expired')
  await page.locator('#password').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('在院内电脑上修改')
  await page.getByLabel('用户名').fill('ops')
  await page.locator('#password').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await inside(page)
})
