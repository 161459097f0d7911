//! What `wxc fmt --check` says.

use super::{Entry, entry};
use crate::diagnostics::Severity::Error;

pub(super) const ENTRIES: &[Entry] = &[entry(
    Error,
    "format/unformatted",
    "a template is not written as `wxc fmt` writes it",
    "`wxc fmt --check` compares each file with what `wxc fmt` would make of it; the place is the first line that differs. Formatting never changes what is rendered.

```xml
<view   class='a'><text>{{a+b}}</text>        <!-- not formatted -->
</view>
```
```xml
<view class=\"a\">
  <text>{{ a + b }}</text>
</view>
```",
)];
