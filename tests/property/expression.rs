//! Random expressions: printing is stable, and what was printed parses to the same tree.

use crate::random::Random;
use wxc_core::format::{Refusal, format};
use wxc_core::parse::wxml::parse;
use wxc_core::source::FileId;

#[test]
fn printed_expressions_parse_to_the_same_tree() {
    let mut random = Random::new(1);
    let (mut printed, mut canonical) = (0, 0);
    for _ in 0..3_000 {
        let expression = random.expression(4);
        let text = format!("<v a=\"1\">{{{{{expression}}}}}</v>\n");
        // `format` compares the trees itself and says so when they differ.
        let once = match format(FileId(0), &text) {
            Ok(once) => once,
            Err(Refusal::Mistakes(_)) => continue,
            Err(Refusal::Bug(words)) => panic!("{words}: {text}"),
        };
        assert!(parse(FileId(0), &once).diagnostics.is_empty(), "{once}");
        assert_eq!(format(FileId(0), &once).as_deref(), Ok(once.as_str()), "{text}");
        printed += 1;
        canonical += usize::from(!once.contains('\n') || !once.trim_end().contains('\n'));
    }
    assert!(printed > 2_000, "only {printed} of the expressions are correct");
    assert!(canonical * 10 > printed * 8, "only {canonical} of {printed} are on one line");
}

#[test]
fn spaces_do_not_matter() {
    let mut random = Random::new(2);
    for _ in 0..500 {
        let expression = random.expression(3).replace('\n', " ");
        let wrap = |expression: &str| format(FileId(0), &format!("<v>{{{{{expression}}}}}</v>"));
        let Ok(once) = wrap(&expression) else { continue };
        let spaced = format!(" {expression}\n\t ");
        assert_eq!(wrap(&spaced).as_deref(), Ok(once.as_str()), "{expression}");
    }
}
