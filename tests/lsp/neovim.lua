-- Runs inside of Neovim, in the folder of a project: opens its files and looks at what the server shows. Ends with an error code if something does not come.

local function check(what, condition)
  local value
  local function holds()
    value = condition()
    return value
  end
  if not vim.wait(30000, holds, 20) then
    io.stderr:write('waited in vain for ' .. what .. '\n' .. vim.inspect(vim.diagnostic.get(0)) .. '\n' .. table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n')
    vim.cmd('cquit')
  end
  return value
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function run()
  vim.cmd('edit pages/a/a.wxml')
  check('the file type', function() return vim.bo.filetype == 'wxml' end)
  local client = check('the client', function() return vim.lsp.buf_get_clients(0)[1] end)

  -- diagnostics
  check('a diagnostic', function()
    local found = vim.diagnostic.get(0)
    return #found == 1 and found[1].code == 'wxml/unknown-attribute' and found[1].lnum == 0 and found[1].col == 8
  end)
  vim.api.nvim_buf_set_text(0, 0, 8, 0, 13, { 'title' })
  check('the diagnostic to vanish', function() return #vim.diagnostic.get(0) == 0 end)

  -- formatting
  vim.lsp.buf.formatting_sync(nil, 30000)
  check('the formatted text', function() return text():find('<view wx:for="{{ rows }}" wx:for-item="row" wx:key="id">', 1, true) end)

  vim.cmd('write')
end

local fine, failure = pcall(run)
if not fine then
  io.stderr:write(failure .. '\n')
  vim.cmd('cquit')
end
vim.cmd('qall!')
