import { expect, test } from '@playwright/test'
import { demo } from './demo'

test('a person signs in at the hospital’s identity provider and out again; whom nobody linked is told so', async ({
  page,
}) => {
  await page.goto(`${demo.platform}/console.html`)
  await page.getByTestId('by-sso').click()
  await page.getByRole('combobox', { name: '用户', exact: true }).selectOption('finance')
  await page.getByLabel('口令').fill(demo.ukey.pin)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/console\.html#\/(?!login)/)
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
