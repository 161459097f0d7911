// What follows the finger runs on the view, as WXS.
Page({ data: { rows: Array.from({ length: 300 }, (_, i) => i) } })
