import { expect, test } from '@playwright/test'
import { demo, signIn } from './demo'

const own = String(Date.now()).slice(-6)

test('an issuing point is made, stopped, and its history says who did it', async ({ page }) => {
  await signIn(page)
  await page.goto('/console.html#/basics/points')
  await page.getByTestId('create').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByTestId('save').click()
  // Each field says its own fault as well.
  await expect(dialog.getByRole('alert').filter({ hasText: '不符合规则' })).toContainText('开票点编码')
  await dialog.getByLabel('编码').fill(`E${own}`)
  await dialog.getByLabel('名称').fill(`测试窗${own}`)
  await dialog.getByTestId('save').click()
  const row = page
    .getByTestId('points')
    .getByRole('row')
    .filter({ hasText: `E${own}` })
  await expect(row).toContainText('启用')
  await page.getByTestId(`turn-E${own}`).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await expect(row).toContainText('停用')
  await row.getByRole('button', { name: '历史' }).click()
  await expect(page.getByTestId('change').first()).toContainText('停用')
  await expect(page.getByTestId('change').last()).toContainText('新建')
})

test('items are found by the initials of their pinyin', async ({ page }) => {
  await signIn(page)
  await page.goto('/console.html#/basics/items')
  await page.getByTestId('search').fill('hyf')
  await expect(page.getByTestId('items').getByRole('row').filter({ hasText: '化验费' })).toBeVisible()
  await expect(page.getByTestId('items').getByRole('row')).toHaveCount(2)
})

test('a form is filled in, handed in, approved and brought home', async ({ page, request }) => {
  await signIn(page)
  await page.goto('/console.html#/basics/forms')
  await page.getByTestId('new-form').click()
  await page.getByRole('menuitem', { name: '单位项目申请表' }).click()
  await expect(page.getByTestId('paper')).toContainText('单位项目申请表')
  await page.getByTestId('submit').click()
  await page.getByRole('dialog').getByRole('button', { name: '提交财政' }).click()
  await expect(page.getByRole('alert').first()).toContainText('项目编码')

  await page.getByLabel('项目编码').fill(`X${own}`)
  await page.getByLabel('项目名称').fill('远程会诊费')
  await page.getByLabel('计量单位').fill('次')
  await page.getByLabel('收费依据文号').fill('示例价〔2026〕1号')
  await page.getByLabel('经办人', { exact: true }).fill('测试甲')
  await page.getByLabel('经办人电话').fill('0990-1234567')
  await page.getByLabel('申请原因').fill('新增业务')
  for (const [label, option] of [
    ['项目分类', '其他收费'],
    ['对应票据种类', '门诊'],
  ] as const) {
    const box = page.getByRole('combobox', { name: label, exact: true })
    await page.locator('.el-select').filter({ has: box }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  await page.getByTestId('submit').click()
  await page.getByRole('dialog').getByRole('button', { name: '提交财政' }).click()
  await expect(page.getByTestId('paper')).toContainText('待财政审核')

  const forms = (await (await request.get(`${demo.sandbox}/sandbox/bureau/forms`)).json()) as {
    formNo: string
    fields: { code?: string }
  }[]
  const form = forms.find((one) => one.fields.code === `X${own}`)
  await request.post(`${demo.sandbox}/sandbox/bureau/forms/${form?.formNo}/approve`, { data: { opinion: '同意' } })
  await expect(page.getByTestId('paper')).toContainText('已通过并同步', { timeout: 60_000 })
  await page.goto('/console.html#/basics/items')
  await page.getByTestId('search').fill(`X${own}`)
  await expect(
    page
      .getByTestId('items')
      .getByRole('row')
      .filter({ hasText: `X${own}` }),
  ).toContainText('可用')
})

test('every manual can be read, and an error code is looked up', async ({ page }) => {
  await signIn(page)
  for (const [path, title] of [
    ['cashier', '收费员手册'],
    ['finance', '财务手册'],
    ['info', '信息管理员手册'],
    ['ops', '运维手册'],
    ['market', '业务系统接口'],
    ['open-api', '开放接口文档'],
  ] as const) {
    await page.goto(`/console.html#/help/${path}`)
    await expect(page.getByTestId('manual').getByRole('heading', { name: title })).toBeVisible()
  }
  await page.goto('/console.html#/help/errors?code=STOCK_EXHAUSTED')
  await expect(page.getByTestId('manual')).toContainText('申领并下发票号')
  await expect(page.getByTestId('manual')).not.toContainText('PASSWORD_WEAK')
})
