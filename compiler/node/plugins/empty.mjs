/** Nothing: hosts put their clients beside it. */
export {}
