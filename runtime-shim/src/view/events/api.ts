/** Calls of `wx.*` that built-in elements make: a navigator opens a page, a button with `open-type` asks the host. */

/** What `complete` gets. */
export interface ApiResult { errMsg: string; [field: string]: unknown }

type ApiSender = (name: string, args: Record<string, unknown>) => Promise<ApiResult>

const apiLink: { send?: ApiSender } = {}

/** Says how calls reach the logic thread (`api` messages); the view does it when it starts. */
export function connectApi(send: ApiSender): void {
  apiLink.send = send
}

export function callApi(name: string, args: Record<string, unknown> = {}): Promise<ApiResult> {
  return apiLink.send ? apiLink.send(name, args) : Promise.resolve({ errMsg: name + ':fail not supported in browser', errno: 100 })
}
