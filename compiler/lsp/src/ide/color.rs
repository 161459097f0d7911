//! Colours in style sheets: where they stand, and how one is written in other ways.

use crate::ide::world::World;
use cssparser::{Parser, Token};
use cssparser_color::{Color as Css, hsl_to_rgb, hwb_to_rgb};
use wxc_core::source::Span;

/// A colour in a file; parts from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Color {
    pub span: Span,
    pub rgba: [f32; 4],
}

/// Every colour that is written out in a style sheet.
pub fn colors(world: &World<'_>, path: &str) -> Vec<Color> {
    let Some(sheet) = world.sheet(path) else { return Vec::new() };
    sheet.colors.iter().map(|color| Color { span: color.span, rgba: color.rgba }).collect()
}

/// Ways to write a colour, the most usual first.
pub fn presentations(rgba: [f32; 4]) -> Vec<String> {
    let [r, g, b, a] = rgba.map(|part| if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 });
    let byte = |part: f32| (part * 255.0).round() as u8;
    let (red, green, blue) = (byte(r), byte(g), byte(b));
    let (h, s, l) = hsl(r, g, b);
    let alpha = (a * 1000.0).round() / 1000.0;
    if alpha >= 1.0 {
        return vec![format!("#{red:02x}{green:02x}{blue:02x}"), format!("rgb({red}, {green}, {blue})"), format!("hsl({h}, {s}%, {l}%)")];
    }
    vec![
        format!("rgba({red}, {green}, {blue}, {alpha})"),
        format!("#{red:02x}{green:02x}{blue:02x}{:02x}", byte(a)),
        format!("hsla({h}, {s}%, {l}%, {alpha})"),
    ]
}

fn hsl(r: f32, g: f32, b: f32) -> (i32, i32, i32) {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let (lightness, range) = (f32::midpoint(most, least), most - least);
    let (mut hue, mut saturation) = (0.0, 0.0);
    if range > 0.0 {
        saturation = range / (1.0 - (2.0 * lightness - 1.0).abs()).max(f32::EPSILON);
        hue = 60.0
            * if most == r {
                ((g - b) / range).rem_euclid(6.0)
            } else if most == g {
                (b - r) / range + 2.0
            } else {
                (r - g) / range + 4.0
            };
    }
    (hue.round() as i32 % 360, (saturation * 100.0).round() as i32, (lightness * 100.0).round() as i32)
}

/// A colour at the place of `p`; `currentcolor` and spaces that have no rgb are none.
pub fn read(p: &mut Parser<'_, '_>) -> Option<[f32; 4]> {
    let state = p.state();
    // Most tokens are no colour, and an attempt costs an error.
    let may = match p.next().ok()? {
        Token::Hash(_) | Token::IDHash(_) | Token::Ident(_) => true,
        Token::Function(name) => ["rgb", "rgba", "hsl", "hsla", "hwb"].iter().any(|known| name.eq_ignore_ascii_case(known)),
        _ => false,
    };
    if !may {
        return None;
    }
    p.reset(&state);
    let part = |part: Option<f32>| part.unwrap_or(0.0);
    match Css::parse(p).ok()? {
        Css::Rgba(color) => {
            Some([f32::from(color.red) / 255.0, f32::from(color.green) / 255.0, f32::from(color.blue) / 255.0, color.alpha])
        }
        Css::Hsl(color) => {
            let (r, g, b) = hsl_to_rgb(part(color.hue) / 360.0, part(color.saturation), part(color.lightness));
            Some([r, g, b, color.alpha.unwrap_or(1.0)])
        }
        Css::Hwb(color) => {
            let (r, g, b) = hwb_to_rgb(part(color.hue) / 360.0, part(color.whiteness), part(color.blackness));
            Some([r, g, b, color.alpha.unwrap_or(1.0)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::index::Sheet;

    #[test]
    fn colours_of_a_sheet() {
        let text = ".a { color: #f00; border: 1px solid rgba(0, 0, 0, .5); background: linear-gradient(red, hsl(120, 100%, 50%)) }\n.red { x: reddish }";
        let found: Vec<(&str, [f32; 4])> = Sheet::read(text).colors.iter().map(|color| (&text[color.span.range()], color.rgba)).collect();
        assert_eq!(
            found,
            [
                ("#f00", [1.0, 0.0, 0.0, 1.0]),
                ("rgba(0, 0, 0, .5)", [0.0, 0.0, 0.0, 0.5]),
                ("red", [1.0, 0.0, 0.0, 1.0]),
                ("hsl(120, 100%, 50%)", [0.0, 1.0, 0.0, 1.0]),
            ]
        );
    }

    #[test]
    fn ways_to_write_a_colour() {
        assert_eq!(presentations([1.0, 0.0, 0.0, 1.0]), ["#ff0000", "rgb(255, 0, 0)", "hsl(0, 100%, 50%)"]);
        assert_eq!(presentations([0.0, 0.5, 1.0, 0.25]), ["rgba(0, 128, 255, 0.25)", "#0080ff40", "hsla(210, 100%, 50%, 0.25)"]);
        assert_eq!(presentations([f32::NAN, 2.0, -1.0, 1.0])[0], "#00ff00");
    }
}
