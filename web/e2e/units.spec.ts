import { expect, type Page } from '@playwright/test'
import { demo, signIn, test } from './demo'

const own = String(Date.now()).slice(-5)
const agency = `99${own}`
const name = `示例医院${own}`

/** Signs in with a one-time password and chooses an own one, as everybody has to on the first day. */
async function firstDay(page: Page, username: string, password: string): Promise<Page> {
  await page.goto(`${demo.platform}/console.html`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  const mine = `Guo-Lu-${own}-x9`
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('当前口令').fill(password)
  await dialog.getByLabel('新口令', { exact: true }).fill(mine)
  await dialog.getByLabel('再输一次').fill(mine)
  await dialog.getByRole('button', { name: '修改口令' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeVisible()
  return page
}

test('an administrator opens a hospital from nothing to its first bill', async ({ page, another, request }) => {
  test.setTimeout(240_000)
  const told = (await (
    await request.post(`${demo.sandbox}/sandbox/agencies`, {
      data: { agency, creditCode: `1299000000${own}001X`.slice(0, 18), name },
    })
  ).json()) as { agencyKey: string; keyIndex: number; pin: string }

  await signIn(page, 'sysadmin')
  await page.goto('/console.html#/units')
  await page.getByTestId('open-unit').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByTestId('save-unit').click()
  await expect(dialog.getByRole('alert').first()).toContainText('单位识别码')
  await dialog.getByLabel('单位识别码').fill(agency)
  await dialog.getByLabel('单位名称').fill(name)
  await dialog.getByTestId('save-unit').click()
  await expect(page.getByTestId('step-BASE')).toContainText('已完成')

  const bureau = page.getByTestId('step-BUREAU')
  await bureau.getByTestId('bureau-url').fill(demo.sandbox)
  await bureau.getByTestId('bureau-key').fill('wrong')
  await bureau.getByTestId('bureau-test').click()
  await expect(bureau.getByTestId('bureau-trial')).toContainText('密钥')
  await bureau.getByTestId('bureau-key').fill(told.agencyKey)
  await bureau.getByTestId('bureau-test').click()
  await expect(bureau.getByTestId('bureau-trial')).toContainText(name)
  await bureau.getByTestId('bureau-save').click()
  await expect(bureau).toContainText('已同步票据种类', { timeout: 30_000 })

  const signing = page.getByTestId('step-SIGNING')
  await signing.getByTestId('signing-url').fill(demo.sandbox)
  await signing.getByRole('spinbutton').fill(String(told.keyIndex))
  await signing.getByTestId('signing-pin').fill(told.pin)
  await signing.getByTestId('signing-test').click()
  await expect(signing.getByTestId('signing-trial')).toContainText('试签成功')
  await page.screenshot({ path: 'test-results/units-signing.png' })
  await signing.getByTestId('signing-save').click()
  await expect(signing).toContainText('已完成', { timeout: 30_000 })

  await page.getByTestId('ending').fill(`.h${own}`)
  await page.getByTestId('make-accounts').click()
  const rows = page.getByTestId('passwords').getByRole('row')
  await expect(rows).toHaveCount(7)
  await page.screenshot({ path: 'test-results/units-passwords.png' })
  const passwords: Record<string, { username: string; password: string }> = {}
  for (const row of (await rows.all()).slice(1)) {
    const [role, username, password] = await row.getByRole('cell').allInnerTexts()
    passwords[role!] = { username: username!, password: password! }
  }
  await page.getByTestId('kept').click()
  await expect(page.getByTestId('step-ACCOUNTS')).toContainText('已完成')

  const info = await firstDay(await another(), passwords.信息管理员!.username, passwords.信息管理员!.password)
  await info.goto(`${demo.platform}/console.html#/basics/points`)
  await info.getByTestId('create').click()
  await info.getByRole('dialog').getByLabel('编码').fill('A01')
  await info.getByRole('dialog').getByLabel('名称').fill('门诊一号窗')
  await info.getByRole('dialog').getByTestId('save').click()
  await expect(info.getByTestId('points')).toContainText('门诊一号窗')

  const finance = await firstDay(await another(), passwords.财务!.username, passwords.财务!.password)
  await finance.goto(`${demo.platform}/console.html#/numbers`)
  await finance.getByTestId('request').click()
  await finance.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(finance.getByRole('dialog')).toBeHidden()
  await finance.getByTestId('distribute').click()
  const sharing = finance.getByRole('dialog')
  await sharing.locator('.el-select').click()
  await finance.getByRole('option', { name: '门诊一号窗' }).click()
  await sharing.getByRole('spinbutton').fill('50')
  await sharing.getByRole('button', { name: '提交' }).click()
  await expect(sharing).toBeHidden()
  await expect(finance.getByTestId('stock')).toContainText('门诊一号窗')
  await finance.screenshot({ path: 'test-results/units-numbers.png' })

  await page.goto(`/console.html#/units/${agency}`)
  await expect(page.getByTestId('step-NUMBERS')).toContainText('已完成', { timeout: 15_000 })
  await expect(page.getByTestId('step-POINTS')).toContainText('已完成')
  await page.screenshot({ path: 'test-results/units-before-first-bill.png', fullPage: true })

  const cashier = await firstDay(await another(), passwords.收费员!.username, passwords.收费员!.password)
  await cashier.goto(`${demo.platform}/console.html#/desk`)
  const point = cashier.locator('[data-field="point"] .el-select')
  await point.click()
  await cashier.getByRole('option', { name: '门诊一号窗' }).click()
  await cashier.getByTestId('payer').fill('测试甲')
  await cashier.getByTestId('find-item').fill('诊察')
  await cashier.getByTestId('find-item').press('Enter')
  const price = cashier.getByLabel(/^诊察费单价/)
  await price.fill('12.5')
  await price.blur()
  await cashier.getByTestId('issue').click()
  await expect(cashier.getByTestId('last')).toBeVisible()
  await cashier.screenshot({ path: 'test-results/units-desk.png' })
  await expect(page.getByTestId('step-FIRST_BILL')).toContainText('已完成', { timeout: 60_000 })
  await expect(page.getByTestId('progress')).toContainText('7 / 7')
  await page.screenshot({ path: 'test-results/units-done.png', fullPage: true })

  await page.goto('/console.html#/units')
  await expect(page.getByTestId('units').getByRole('row').filter({ hasText: agency })).toContainText('已开通')
  await page.screenshot({ path: 'test-results/units-list.png' })
})
