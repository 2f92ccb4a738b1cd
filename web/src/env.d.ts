declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}

/** 开放接口 The open API's part of docs/openapi.json, made by build/open-api.ts. */
declare module 'virtual:open-api' {
  import type { Contract } from './console/help/open-api'

  const contract: Contract
  export default contract
}
