import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { archived, demo, drawn, openBill, settle, signIn } from './demo'

test('a wrong password is refused with a sentence, the right one leads to the page that was asked for', async ({
  page,
}) => {
  await page.goto('/console.html#/numbers')
  await page.getByLabel('用户名').fill('admin')
  await page.getByLabel('口令', { exact: true }).fill('wrong-password')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).not.toBeEmpty()
  await expect(page).toHaveURL(/login\?back=/)
  const { password } = demo.users.find((user) => user.username === 'admin') ?? { password: '' }
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/#\/numbers/)
})

test('home shows today, the road and the parties', async ({ page, request }) => {
  await settle(request, 'outpatient')
  await signIn(page)
  await page.goto('/console.html#/home')
  await expect
    .poll(async () => Number((await page.getByTestId('today-count').textContent())?.replace(/,/g, '')))
    .toBeGreaterThan(0)
  for (const stage of ['单位签名', '财政监制', '版式签章', '归档', '交付']) {
    await expect(page.getByRole('listitem').filter({ hasText: stage }).first()).toBeVisible()
  }
})

test('a bill arrives in the list by itself, is found with the keyboard and opened', async ({ page, request }) => {
  await signIn(page)
  await page.goto('/console.html#/bills')
  await expect(page.getByRole('heading', { name: '票据' })).toBeVisible()
  const busNo = await settle(request, 'registration')
  await expect(page.getByTestId('bills').getByRole('row').filter({ hasText: busNo })).toBeVisible()

  await page.locator('body').press('/')
  await expect(page.getByTestId('search')).toBeFocused()
  await page.keyboard.type(busNo)
  await expect(page.getByTestId('bills').getByRole('row')).toHaveCount(2)
  await expect(page).toHaveURL(new RegExp(`text=${busNo}`))
  await page.keyboard.press('Enter')
  await expect(page.getByText(busNo, { exact: true })).toBeVisible()
})

test('a bill shows its face and its whole life, and its OFD is a file', async ({ page, request }) => {
  const busNo = await settle(request, 'inpatient')
  await signIn(page)
  await openBill(page, busNo)
  await archived(page)
  await drawn(page, 'face')
  for (const step of ['单位签名', '财政监制', '版式签章', '归档']) {
    await expect(page.getByTestId('timeline')).toContainText(step)
  }
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-ofd').click()])
  expect(download.suggestedFilename()).toMatch(/^\d{8}[-_]\d{10}\.ofd$/)
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK')
})

test('a bill is reversed with a reason, and the red bill and the blue one lead to each other', async ({
  page,
  request,
}) => {
  const busNo = await settle(request, 'outpatient')
  await signIn(page)
  await openBill(page, busNo)
  await archived(page)
  const blue = (await page.getByTestId('number').textContent())!

  await page.getByTestId('reverse').click()
  await expect(page.getByTestId('reverse-confirm')).toBeDisabled()
  await page.getByText('其他', { exact: true }).click()
  await page.getByLabel('请写明原因').fill('测试重复收费')
  await page.getByTestId('reverse-confirm').click()

  await expect(page.getByTestId('state')).toHaveText('已冲红')
  await expect(page.getByTestId('reverse')).toBeHidden()
  await page.getByTestId('reversed-by').getByRole('link').click()
  await expect(page.getByTestId('number')).not.toHaveText(blue)
  await expect(page.getByTestId('reverses')).toContainText(blue)
  await archived(page)
  await drawn(page, 'face')
})

test('the transit page shows what waits while the bureau is away, and nothing afterwards', async ({
  page,
  request,
}) => {
  await signIn(page)
  const faults = await request.put(`${demo.sandbox}/sandbox/faults/bureau`, {
    data: { outage: true },
  })
  expect(faults.ok()).toBe(true)
  try {
    await settle(request, 'checkup')
    await page.goto('/console.html#/transit')
    await expect(page.getByTestId('transit').getByRole('row').filter({ hasText: '财政监制' }).first()).toBeVisible()
  } finally {
    await request.delete(`${demo.sandbox}/sandbox/faults/bureau`)
  }
  const retry = page.getByTestId('retry-all')
  await expect(async () => {
    if (await retry.isEnabled()) {
      await retry.click()
      await page.getByRole('button', { name: '重试', exact: true }).click()
    }
    await expect(page.getByText('没有在途票据')).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 60_000 })
})

test('the numbers page shows the stock of every point and what moved', async ({ page }) => {
  await signIn(page)
  await page.goto('/console.html#/numbers')
  await expect(page.getByTestId('stock')).toContainText('门诊一号窗')
  await expect(page.getByTestId('stock')).toContainText('住院结算窗')
  await expect(page.getByText('库存变动')).toBeVisible()
})

test('a message of the business system is shown decoded and replayed without a second bill', async ({
  page,
  request,
}) => {
  const busNo = await settle(request, 'outpatient')
  await signIn(page)
  await page.goto(`/console.html#/messages?text=${encodeURIComponent(busNo)}`)
  await page.getByRole('row').filter({ hasText: busNo }).first().click()
  await expect(page.locator('pre').first()).toContainText(busNo)
  await page.getByTestId('replay').click()
  await expect(page.getByTestId('replayed')).toContainText('S0000')
  await page.goto(`/console.html#/bills?text=${encodeURIComponent(busNo)}`)
  await expect(page.getByTestId('bills').getByRole('row').filter({ hasText: busNo })).toHaveCount(1)
})

test('a cashier sees only what a cashier may do', async ({ page }) => {
  await signIn(page, 'cashier')
  await expect(
    page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '票据', exact: true }),
  ).toBeVisible()
  await page.goto('/console.html#/messages')
  await expect(
    page.getByText('当前账户还没有任何页面的权限').or(page.getByRole('heading', { name: '接入报文' })),
  ).toBeVisible()
})
