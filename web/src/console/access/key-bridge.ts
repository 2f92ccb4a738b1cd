/** 本地证书中间件 The program beside the USB key: functions of GM/T 0020 by name. */
export class KeyBridge {
  private calls = 0

  constructor(private readonly address: string) {}

  private async call(name: string, ...param: string[]): Promise<string> {
    const id = `i_${++this.calls}`
    // Plain text: then the browser asks the middleware without a question before.
    const answer = await fetch(this.address, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ xtx_func_name: name, call_cmd_id: id, param }),
    })
    const told = (await answer.json()) as { call_cmd_id?: string; retVal?: string }
    return told.call_cmd_id === id ? (told.retVal ?? '') : ''
  }

  /** Names and numbers of the certificates that are plugged in. */
  async certificates(): Promise<{ id: string; name: string }[]> {
    const list = await this.call('SOF_GetUserList')
    return list
      .split('&&&')
      .filter((one) => one.includes('||'))
      .map((one) => ({ name: one.split('||')[0]!, id: one.split('||')[1]! }))
  }

  exportCertificate(id: string): Promise<string> {
    return this.call('SOF_ExportUserCert', id)
  }

  /** Base64 of the signature; empty when the PIN is wrong. */
  sign(id: string, pin: string, text: string): Promise<string> {
    return this.call('SOF_SignData', id, pin, btoa(text))
  }
}
