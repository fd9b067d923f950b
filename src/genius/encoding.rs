//! The letters of a file: UTF-8, UTF-16 with a mark, or the Latin alphabet in single bytes where the file declares it.

use super::error::Fault;

/// What the bytes 0x80 to 0x9F are in windows-1252, which is read for ISO-8859-1 too, where they are letters of no use
/// (as the Encoding Standard of the WHATWG has it). Five of them are nothing there, and stay as they are.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The text of a file.
pub(super) fn decoded(bytes: Vec<u8>) -> Result<String, Fault> {
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return wide(&bytes, u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return wide(&bytes, u16::from_be_bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            if declares_latin(&bytes) {
                Ok(bytes.into_iter().map(latin).collect())
            } else {
                Err(Fault::Encoding { at })
            }
        }
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Fault> {
    let pairs = bytes[2..].chunks_exact(2);
    let half = !pairs.remainder().is_empty();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut at = 2;
    for letter in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        let letter = letter.map_err(|_| Fault::Encoding { at })?;
        at += 2 * letter.len_utf16();
        text.push(letter);
    }
    if half {
        return Err(Fault::Encoding { at });
    }
    Ok(text)
}

fn declares_latin(bytes: &[u8]) -> bool {
    let head: String = bytes.iter().take(200).copied().map(char::from).collect();
    let head = head.split("?>").next().unwrap_or("").to_ascii_lowercase();
    let names = ["iso-8859-1", "latin1", "windows-1252", "cp1252"];
    head.trim_start().starts_with("<?xml") && names.iter().any(|name| head.contains(name))
}

fn latin(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_says_the_same() {
        let text = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><a b=\"“é” €\"/>";
        let single: Vec<u8> = text
            .chars()
            .map(
                |letter| match WINDOWS.iter().position(|own| *own == letter) {
                    Some(at) => 0x80 + at as u8,
                    None => u8::try_from(u32::from(letter)).unwrap(),
                },
            )
            .collect();
        let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
            units.flat_map(bytes).collect()
        };
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked,
            single,
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
        ] {
            assert_eq!(decoded(bytes), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_letter_that_is_none_is_told_by_its_place() {
        let place = |bytes: &[u8]| decoded(bytes.to_vec());
        assert_eq!(place(b"<a\xE9/>"), Err(Fault::Encoding { at: 2 }));
        // Half a pair, and half a unit.
        assert_eq!(
            place(b"\xFF\xFE<\0\x00\xD8/\0"),
            Err(Fault::Encoding { at: 4 })
        );
        assert_eq!(place(b"\xFF\xFE<\0/"), Err(Fault::Encoding { at: 4 }));
    }
}
