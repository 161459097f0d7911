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

  -- completion, by the function that CTRL-X CTRL-O calls
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '<c-' })
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_win_set_cursor(0, { last, 3 })
  local lines = vim.lsp.buf_request_sync(0, 'textDocument/completion', vim.lsp.util.make_position_params(0, client.offset_encoding), 30000)
  local words = vim.lsp.util.text_document_completion_list_to_complete_items(lines[client.id].result, '')
  local found = false
  for _, item in ipairs(words) do found = found or item.abbr == 'c-card' end
  assert(found, 'the component among ' .. vim.inspect(words))
  assert(vim.bo.omnifunc == 'v:lua.vim.lsp.omnifunc')
  vim.api.nvim_buf_set_lines(0, last - 1, last, false, {})

  -- hover
  vim.api.nvim_win_set_cursor(0, { 1, 9 })
  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding), 30000)
  assert(vim.inspect(hover[client.id].result):find('title'), 'what is known of the property')

  -- renaming a loop variable
  vim.api.nvim_win_set_cursor(0, { 3, 4 })
  assert(vim.api.nvim_get_current_line():sub(4, 6) == 'row', vim.api.nvim_get_current_line())
  vim.lsp.buf.rename('line')
  check('the new name', function()
    return text():find('wx:for-item="line"', 1, true) and text():find('{{ line.name }}', 1, true) and not text():find('row%.')
  end)

  -- definition: to the data of the page, in another file
  local at = text():find('{{ title', 1, true)
  vim.api.nvim_win_set_cursor(0, { 1, at + 2 })
  vim.cmd('write')
  vim.lsp.buf.definition()
  check('the script', function() return vim.api.nvim_buf_get_name(0):find('pages/a/a.js', 1, true) end)
  check('the place of `title`', function()
    local line, column = unpack(vim.api.nvim_win_get_cursor(0))
    return vim.api.nvim_buf_get_lines(0, line - 1, line, false)[1]:sub(column + 1, column + 5) == 'title'
  end)
end

local fine, failure = pcall(run)
if not fine then
  io.stderr:write(failure .. '\n')
  vim.cmd('cquit')
end
vim.cmd('qall!')
