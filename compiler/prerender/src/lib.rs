//! The second applier: runs emitted logic in QuickJS and applies its patches to an html5ever tree, without a browser. User code runs with limits on time
//! and memory.

mod apply;
mod dom;
mod engine;
mod frame;
mod markup;
mod realm;
mod render;
mod surrogates;

pub use engine::Limits;
pub use frame::Prerenderer;
pub use render::{Rendered, render_html, render_tree};
pub use surrogates::escape as escape_surrogates;
