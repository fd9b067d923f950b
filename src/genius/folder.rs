//! Folders: where scenarios are read from and written to. The only file of the module that touches the disk.

use std::fs;
use std::path::{Path, PathBuf};

use super::domain::Domain;
use super::error::{Fault, GeniusError, Oddity, Warning};
use super::profile::Profile;
use super::scenario::Scenario;
use super::{web, xml};

/// Longest file that is read, in bytes.
const MAX_BYTES: u64 = 32 << 20;
/// Deepest folder of a tree that is gone into.
const MAX_DEPTH: usize = 24;
/// Most folders of a tree.
const MAX_FOLDERS: usize = 100_000;

/// How a scenario is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The XML of GENIUS.
    Xml,
    /// The JSON of GeniusWeb.
    GeniusWeb,
}

impl Scenario {
    /// Reads a folder: one domain, and profiles in the order of their names.
    ///
    /// Files count by their root element or keys, not by their names, but for those whose names end in `pareto.xml`,
    /// which are lists of numbers and passed over. XML counts before JSON. A folder of GeniusWeb profiles needs no
    /// domain of its own: the first profile's stands in.
    ///
    /// # Errors
    /// [`GeniusError`] for the first fault found, with file, place and element.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, GeniusError> {
        Self::load_first(folder, usize::MAX)
    }

    /// Reads a folder, but of the profiles only this many, in the order of their names.
    ///
    /// # Errors
    /// As [`load`](Self::load); what is wrong with later profiles is not looked for.
    pub fn load_first(folder: impl AsRef<Path>, most: usize) -> Result<Self, GeniusError> {
        let folder = folder.as_ref();
        let mut warnings = Vec::new();
        let read = |extension: &str| -> Result<Vec<(String, String)>, GeniusError> {
            let files = files(folder, extension)?.into_iter();
            files
                .filter(|path| !name_of(path).ends_with("pareto.xml"))
                .map(|path| Ok((name_of(&path), text_of(&path)?)))
                .collect()
        };
        let shown = folder.display().to_string();
        let nothing = || GeniusError::of_file(shown.clone(), Fault::Nothing);
        let files = read("xml")?;
        let (mut domains, mut profiles) = (Vec::new(), Vec::new());
        for (file, text) in &files {
            match xml::kind(file, text)? {
                xml::Kind::Domain => domains.push((file, text)),
                xml::Kind::Profile => profiles.push((file, text)),
                xml::Kind::Other(root) => warnings.push(Warning {
                    file: file.clone(),
                    element: String::new(),
                    oddity: Oddity::PassedOver(root),
                }),
            }
        }
        if !domains.is_empty() || !profiles.is_empty() {
            let (file, text) = one(&domains, &shown)?;
            let domain = xml::read_domain(file, text, &mut warnings)?;
            let mut read = Vec::new();
            for (file, text) in profiles.into_iter().take(most) {
                read.push(xml::read_profile(file, text, &domain, &mut warnings)?);
            }
            return Self::assembled(&shown, file, domain, read, warnings);
        }
        let files = read("json")?;
        let (mut domains, mut profiles) = (Vec::new(), Vec::new());
        for (file, text) in &files {
            match web::kind(file, text)? {
                web::Kind::Domain => domains.push((file, text)),
                web::Kind::Profile => profiles.push((file, text)),
                web::Kind::Other => {}
            }
        }
        let (domain_file, domain) = match (domains.is_empty(), profiles.first()) {
            (true, None) => return Err(nothing()),
            (true, Some((file, text))) => match web::domain_in_profile(file, text)? {
                Some(domain) => (*file, domain),
                None => return Err(GeniusError::of_file(shown, Fault::NoDomain)),
            },
            _ => {
                let (file, text) = one(&domains, &shown)?;
                (file, web::read_domain(file, text)?)
            }
        };
        let mut read = Vec::new();
        for (file, text) in profiles.into_iter().take(most) {
            read.push(web::read_profile(file, text, &domain, &mut warnings)?);
        }
        Self::assembled(&shown, domain_file, domain, read, warnings)
    }

    fn assembled(
        folder: &str,
        file: &str,
        domain: Domain,
        profiles: Vec<Profile>,
        warnings: Vec<Warning>,
    ) -> Result<Self, GeniusError> {
        if profiles.is_empty() {
            return Err(GeniusError::of_file(folder, Fault::NoProfile));
        }
        Ok(Self::of_parts(file.to_owned(), domain, profiles, warnings))
    }

    /// Writes the domain and every profile into a folder, which is made where it is not there. The domain keeps the
    /// name of its file, as the profiles do; only the ending is set by the format.
    ///
    /// # Errors
    /// [`GeniusError`] where the format cannot say what the scenario says (nothing is written then), or the system
    /// refuses.
    pub fn save(&self, folder: impl AsRef<Path>, format: Format) -> Result<(), GeniusError> {
        let folder = folder.as_ref();
        let mut texts = Vec::new();
        match format {
            Format::Xml => {
                texts.push((self.domain_file(), xml::domain_text(self.domain())));
                for profile in self.profiles() {
                    texts.push((&profile.file, xml::profile_text(self.domain(), profile)?));
                }
            }
            Format::GeniusWeb => {
                let text = web::domain_text(self.domain_file(), self.domain())?;
                texts.push((self.domain_file(), text));
                for profile in self.profiles() {
                    texts.push((&profile.file, web::profile_text(self.domain(), profile)?));
                }
            }
        }
        let ending = match format {
            Format::Xml => "xml",
            Format::GeniusWeb => "json",
        };
        let system = |path: &Path, error: std::io::Error| {
            GeniusError::of_file(path.display().to_string(), Fault::System(error.to_string()))
        };
        fs::create_dir_all(folder).map_err(|error| system(folder, error))?;
        for (file, text) in texts {
            // The name alone: what a file was called must not lead out of the folder.
            let name = Path::new(file).file_name().unwrap_or(file.as_ref());
            let path = folder.join(name).with_extension(ending);
            fs::write(&path, text).map_err(|error| system(&path, error))?;
        }
        Ok(())
    }
}

/// The scenarios of a tree: every folder at or below this one with XML in it, or JSON that is of GeniusWeb or cannot
/// be read, and every folder that is empty. In the order of their paths, relative to the root; the root itself is
/// the empty path.
///
/// # Errors
/// [`GeniusError`] where the root is not a folder that can be read.
pub fn scenarios(root: impl AsRef<Path>) -> Result<Vec<PathBuf>, GeniusError> {
    let root = root.as_ref();
    let mut found = Vec::new();
    let mut waiting = vec![(PathBuf::new(), 0)];
    while let Some((relative, depth)) = waiting.pop() {
        let folder = root.join(&relative);
        let entries = match entries(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error),
            // Told where it is loaded.
            Err(_) => {
                found.push(relative);
                continue;
            }
        };
        let is_folder = |path: &&PathBuf| path.is_dir() && !path.is_symlink();
        let hidden = |path: &Path| name_of(path).starts_with('.');
        for inner in entries
            .iter()
            .filter(is_folder)
            .filter(|path| !hidden(path))
        {
            if depth < MAX_DEPTH
                && waiting.len() + found.len() < MAX_FOLDERS
                && let Some(name) = inner.file_name()
            {
                waiting.push((relative.join(name), depth + 1));
            }
        }
        let named = |ending: &'static str| {
            let files = entries.iter().filter(|path| path.is_file());
            files.filter(move |path| has_ending(path, ending))
        };
        let xml = named("xml").any(|path| !name_of(path).ends_with("pareto.xml"));
        let of_web = |path: &PathBuf| {
            let kind = text_of(path).and_then(|text| web::kind("", &text));
            !matches!(kind, Ok(web::Kind::Other))
        };
        if entries.is_empty() || xml || named("json").any(of_web) {
            found.push(relative);
        }
    }
    found.sort();
    Ok(found)
}

/// The frontier that a folder's file `pareto.xml` (or one whose name ends so) lists: a line of numbers for each point,
/// parted by commas. `None` where there is no such file.
///
/// # Errors
/// [`GeniusError`] where the folder or the file cannot be read, or a line is not of finite numbers.
pub fn listed_frontier(folder: impl AsRef<Path>) -> Result<Option<Vec<Vec<f64>>>, GeniusError> {
    let files = files(folder.as_ref(), "xml")?;
    let named = files
        .iter()
        .find(|path| name_of(path).ends_with("pareto.xml"));
    let Some(path) = named else { return Ok(None) };
    let mut points = Vec::new();
    for line in text_of(path)?.lines().map(str::trim) {
        if line.is_empty() {
            continue;
        }
        let numbers = line.split(',').map(|number| number.trim().parse::<f64>());
        let point: Result<Vec<f64>, _> = numbers.collect();
        match point {
            Ok(point) if point.iter().all(|number| number.is_finite()) => points.push(point),
            _ => {
                let fault = Fault::Number {
                    attribute: "point".to_owned(),
                    found: super::domain::clipped(line),
                };
                return Err(GeniusError::of_file(name_of(path), fault));
            }
        }
    }
    Ok(Some(points))
}

fn one<'f>(
    domains: &[(&'f String, &'f String)],
    folder: &str,
) -> Result<(&'f String, &'f String), GeniusError> {
    match domains {
        [] => Err(GeniusError::of_file(folder, Fault::NoDomain)),
        [domain] => Ok(*domain),
        several => {
            let names: Vec<&str> = several.iter().map(|(file, _)| file.as_str()).collect();
            Err(GeniusError::of_file(
                folder,
                Fault::Domains(names.join(", ")),
            ))
        }
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, GeniusError> {
    let fault = |error: std::io::Error| {
        let fault = Fault::System(error.to_string());
        GeniusError::of_file(folder.display().to_string(), fault)
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        paths.push(entry.map_err(fault)?.path());
    }
    paths.sort_by_key(|path| name_of(path));
    Ok(paths)
}

/// The files of a folder with this ending, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, GeniusError> {
    let entries = entries(folder)?.into_iter();
    Ok(entries
        .filter(|path| path.is_file() && has_ending(path, ending))
        .collect())
}

fn text_of(path: &Path) -> Result<String, GeniusError> {
    let fault = |fault| GeniusError::of_file(name_of(path), fault);
    let system = |error: std::io::Error| fault(Fault::System(error.to_string()));
    let length = fs::metadata(path).map_err(system)?.len();
    if length > MAX_BYTES {
        return Err(fault(Fault::TooLong {
            found: length,
            most: MAX_BYTES,
        }));
    }
    decoded(fs::read(path).map_err(system)?).map_err(fault)
}

/// UTF-8, UTF-16 with a mark, or ISO-8859-1 where the file declares it.
fn decoded(bytes: Vec<u8>) -> Result<String, Fault> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| from([pair[0], pair[1]]))
            .collect();
        String::from_utf16(&units).map_err(|_| Fault::Encoding { at: 2 })
    };
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return wide(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return wide(u16::from_be_bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let head: String = bytes
                .iter()
                .take(200)
                .map(|byte| char::from(*byte))
                .collect();
            let head = head.split("?>").next().unwrap_or("").to_ascii_lowercase();
            let latin = ["iso-8859-1", "latin1", "windows-1252"];
            if head.starts_with("<?xml") && latin.iter().any(|name| head.contains(name)) {
                Ok(bytes.into_iter().map(char::from).collect())
            } else {
                Err(Fault::Encoding { at })
            }
        }
    }
}
