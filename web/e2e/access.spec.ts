import { expect, type Page } from '@playwright/test'
import { demo, signIn, test } from './demo'

async function chosen(page: Page, username: string, command: string): Promise<void> {
  await page.getByRole('button', { name: `更多 ${username}` }).click()
  await page.getByRole('menuitem', { name: command }).click()
}

test('three administrators share the work: one makes the account, one gives it rights, one proves the log', async ({
  another,
}) => {
  const username = `e2e${Date.now()}`
  const system = await another()
  await signIn(system, 'sysadmin')
  await system.goto('/console.html#/access/users')
  await system.getByTestId('new-user').click()
  await system.getByRole('dialog').getByLabel('登录名').fill(username)
  await system.getByRole('dialog').getByLabel('姓名').fill('测试壬')
  await system.getByTestId('save-user').click()
  const password = (await system.getByTestId('one-time').textContent())!.trim()
  await system.getByRole('button', { name: '知道了' }).click()
  await system.goto(`/console.html#/access/users?text=${username}`)
  await expect(system.getByTestId('users').getByRole('row').filter({ hasText: username })).toContainText('未授权')

  const security = await another()
  await signIn(security, 'secadmin')
  await security.goto(`/console.html#/access/users?text=${username}`)
  await security.getByRole('row').filter({ hasText: username }).getByRole('button', { name: '授权' }).click()
  await security.getByTestId('grant-roles').click()
  await security.getByRole('option', { name: '收费员' }).click()
  await security.keyboard.press('Escape')
  await security.getByTestId('save-grant').click()
  await expect(security.getByTestId('users').getByRole('row').filter({ hasText: username })).toContainText('收费员')

  const cashier = await another()
  await cashier.goto('/console.html')
  await cashier.getByLabel('用户名').fill(username)
  await cashier.getByLabel('口令', { exact: true }).fill(password)
  await cashier.getByRole('button', { name: '登录', exact: true }).click()
  await expect(cashier.getByText('修改后即可使用')).toBeVisible()

  await system.goto(`/console.html#/access/online`)
  await system.getByRole('row').filter({ hasText: username }).getByRole('button', { name: '强制下线' }).click()
  await system.getByRole('button', { name: '确定' }).click()
  await expect(cashier).toHaveURL(/login/, { timeout: 10_000 })

  const auditor = await another()
  await signIn(auditor, 'auditor')
  await auditor.goto('/console.html#/auditing/audit')
  await auditor.getByTestId('verify').click()
  await expect(auditor.getByTestId('verdict')).toContainText('日志完整')
  await expect(auditor.getByTestId('audit')).toContainText('强制下线')
  await expect(auditor.getByRole('navigation', { name: '主菜单' })).not.toContainText('票源')
})

test('an announcement is unread at everybody else within a second or two, and read when opened', async ({
  another,
}) => {
  const reader = await another()
  await signIn(reader, 'cashier')
  await reader.goto('/console.html#/notices')
  const title = `公告 ${Date.now()}`
  const writer = await another()
  await signIn(writer, 'finance')
  await writer.goto('/console.html#/notices')
  await writer.getByTestId('announce').click()
  await writer.getByTestId('announce-title').fill(title)
  await writer.getByRole('dialog').getByRole('button', { name: '发布公告' }).click()
  await expect(reader.getByTestId('notices')).toContainText(title, { timeout: 5_000 })
  await expect(reader.getByTestId('unread')).toBeVisible()
})

test('a certificate of the key bridge signs in once it is bound', async ({ another }) => {
  const { ukey } = demo as unknown as { ukey: { pin: string } }
  const admin = await another()
  await signIn(admin, 'sysadmin')
  await admin.goto('/console.html#/access/users?text=finance')
  await chosen(admin, 'finance', '数字证书')
  if ((await admin.getByRole('button', { name: '解绑' }).count()) === 0) {
    await admin.getByRole('button', { name: '从 UKey 读取' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'finance' }).click()
    await expect(admin.getByTestId('certificate-text')).not.toHaveValue('')
    await admin.getByRole('dialog').getByRole('button', { name: '绑定', exact: true }).click()
    await expect(admin.getByRole('button', { name: '解绑' })).toBeVisible()
  }
  const person = await another()
  await person.goto('/console.html')
  await person.getByTestId('by-certificate').click()
  await person.getByTestId('certificate').click()
  await person.getByRole('option', { name: 'finance' }).click()
  await person.getByTestId('pin').fill(ukey.pin)
  await person.getByRole('dialog').getByRole('button', { name: '登录', exact: true }).click()
  await expect(person.getByRole('navigation', { name: '主菜单' })).toBeVisible()
})
