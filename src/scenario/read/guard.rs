//! What is checked before the text is parsed.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::File;
use crate::scenario::{Fault, ScenarioError};

/// The most parts of a dotted key. The format itself needs two.
const MOST_PARTS: usize = 16;

/// Refuses keys of so many dotted parts that the tree made of them could not be taken down again: each part is a
/// table within a table, and dropping them recurses. The parser itself bounds lists and inline tables, not keys.
pub(super) fn check(file: File<'_>) -> Result<(), ScenarioError> {
    let mut dots = 0;
    for token in Source::new(file.text).lex() {
        match token.kind() {
            TokenKind::Dot => dots += 1,
            TokenKind::Newline
            | TokenKind::Equals
            | TokenKind::Comma
            | TokenKind::LeftSquareBracket
            | TokenKind::RightSquareBracket
            | TokenKind::LeftCurlyBracket
            | TokenKind::RightCurlyBracket => dots = 0,
            _ => {}
        }
        if dots >= MOST_PARTS {
            let span = token.span();
            return Err(file.error(
                span.start()..span.end(),
                "",
                Fault::TooDeep { limit: MOST_PARTS },
            ));
        }
    }
    Ok(())
}
