//! Colours of style sheets.

use crate::ide::color::{colors, presentations};
use crate::server::world::World;
use lsp_types::{Color, ColorInformation, ColorPresentation, ColorPresentationParams, TextEdit, Uri};

pub fn document(world: &World, uri: &Uri) -> Vec<ColorInformation> {
    let Some(file) = world.file(uri).filter(|file| file.path.ends_with("ss")) else { return Vec::new() };
    let lines = file.lines();
    let found = file.snapshot.ask(|project| colors(project, &file.path));
    let color = |[red, green, blue, alpha]: [f32; 4]| Color { red, green, blue, alpha };
    found.into_iter().map(|found| ColorInformation { range: lines.range(found.span), color: color(found.rgba) }).collect()
}

pub fn written(params: &ColorPresentationParams) -> Vec<ColorPresentation> {
    let Color { red, green, blue, alpha } = params.color;
    let presentation = |label: String| ColorPresentation {
        text_edit: Some(TextEdit { range: params.range, new_text: label.clone() }),
        label,
        additional_text_edits: None,
    };
    presentations([red, green, blue, alpha]).into_iter().map(presentation).collect()
}
