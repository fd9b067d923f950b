//! Folders: where scenarios are read from and written to. The only file of the module that touches the disk.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::domain::{Domain, clipped, shortened};
use super::encoding::decoded;
use super::error::{Fault, GeniusError, Oddity, Place, Warning};
use super::profile::Profile;
use super::scenario::Scenario;
use super::{web, xml};

/// Longest file that is read, in bytes.
const MAX_BYTES: u64 = 8 << 20;

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
        let shown = folder.display().to_string();
        let mut warnings = Vec::new();
        let found = Found::in_xml(folder, most, &mut warnings)?;
        if !found.domains.is_empty() || !found.profiles.is_empty() {
            let (file, text) = found.domain(&shown)?;
            let domain = xml::read_domain(file, text, &mut warnings)?;
            let read = found.profiles(&domain, &mut warnings, xml::read_profile)?;
            return found.assembled(&shown, file, domain, read, warnings);
        }
        let found = Found::in_json(folder, most)?;
        let (domain_file, domain) = match (found.domains.is_empty(), found.profiles.first()) {
            (true, None) => return Err(GeniusError::of_file(shown, Fault::Nothing)),
            (true, Some((file, text))) => match web::domain_in_profile(file, text)? {
                Some(domain) => (file, domain),
                None => return Err(GeniusError::of_file(shown, Fault::NoDomain)),
            },
            _ => {
                let (file, text) = found.domain(&shown)?;
                (file, web::read_domain(file, text)?)
            }
        };
        let read = found.profiles(&domain, &mut warnings, web::read_profile)?;
        found.assembled(&shown, domain_file, domain, read, warnings)
    }

    /// Writes the domain and every profile into a folder, which is made where it is not there. The domain keeps the
    /// name of its file, as the profiles do; only the ending is set by the format.
    ///
    /// # Errors
    /// [`GeniusError`] where the format cannot say what the scenario says (nothing is written then), or the system
    /// refuses.
    pub fn save(&self, folder: impl AsRef<Path>, format: Format) -> Result<(), GeniusError> {
        let folder = folder.as_ref();
        let ending = match format {
            Format::Xml => "xml",
            Format::GeniusWeb => "json",
        };
        let mut names = BTreeSet::new();
        let mut name = |file: &str| {
            let free = written_name(file, ending).filter(|name| names.insert(name.to_lowercase()));
            let told = "another file has the same name, or it is one that is not read back";
            free.ok_or_else(|| GeniusError::of_file(file, Fault::Unwritable(told)))
        };
        let mut texts = Vec::new();
        let file = self.domain_file();
        let text = match format {
            Format::Xml => xml::domain_text(self.domain()),
            Format::GeniusWeb => web::domain_text(file, self.domain())?,
        };
        texts.push((name(file)?, text));
        for profile in self.profiles() {
            let text = match format {
                Format::Xml => xml::profile_text(self.domain(), profile)?,
                Format::GeniusWeb => web::profile_text(self.domain(), profile)?,
            };
            texts.push((name(&profile.file)?, text));
        }
        let system = |path: &Path, error: std::io::Error| {
            GeniusError::of_file(path.display().to_string(), Fault::System(error.to_string()))
        };
        fs::create_dir_all(folder).map_err(|error| system(folder, error))?;
        for (name, text) in texts {
            let path = folder.join(name);
            fs::write(&path, text).map_err(|error| system(&path, error))?;
        }
        Ok(())
    }
}

/// What a file is called that is written with this ending; `None` where it would not be read back.
///
/// The name alone counts: what a file was called must not lead out of the folder.
fn written_name(file: &str, ending: &str) -> Option<String> {
    let name = Path::new(file).file_name()?.to_str()?;
    let known = [".xml", ".json"].into_iter();
    let stem = known
        .filter_map(|own| {
            let at = name.len().checked_sub(own.len())?;
            let end = name.get(at..)?;
            end.eq_ignore_ascii_case(own).then(|| &name[..at])
        })
        .next()
        .unwrap_or(name);
    let name = format!("{stem}.{ending}");
    (!stem.is_empty() && !is_list(&name)).then_some(name)
}

/// A file's name and its text.
type Text = (String, String);

/// The files of a folder, sorted out.
#[derive(Default)]
struct Found {
    domains: Vec<Text>,
    /// No more than were asked for.
    profiles: Vec<Text>,
    /// The names of the profiles beyond those.
    left_out: Vec<String>,
}

impl Found {
    fn in_xml(
        folder: &Path,
        most: usize,
        warnings: &mut Vec<Warning>,
    ) -> Result<Self, GeniusError> {
        let mut found = Self::default();
        for path in files(folder, "xml")? {
            let file = name_of(&path);
            if is_list(&file) {
                continue;
            }
            let text = text_of(&path)?;
            match xml::kind(&file, &text)? {
                xml::Kind::Domain => found.domains.push((file, text)),
                xml::Kind::Profile => found.profile((file, text), most),
                xml::Kind::Other(root) => warnings.push(Warning {
                    file,
                    element: String::new(),
                    oddity: Oddity::PassedOver(root),
                }),
            }
        }
        Ok(found)
    }

    fn in_json(folder: &Path, most: usize) -> Result<Self, GeniusError> {
        let mut found = Self::default();
        for path in files(folder, "json")? {
            let (file, text) = (name_of(&path), text_of(&path)?);
            match web::kind(&file, &text)? {
                web::Kind::Domain => found.domains.push((file, text)),
                web::Kind::Profile => found.profile((file, text), most),
                web::Kind::Other => {}
            }
        }
        Ok(found)
    }

    fn profile(&mut self, text: Text, most: usize) {
        if self.profiles.len() < most {
            self.profiles.push(text);
        } else {
            self.left_out.push(text.0);
        }
    }

    /// The one domain of the folder.
    fn domain(&self, folder: &str) -> Result<&Text, GeniusError> {
        match self.domains.as_slice() {
            [] => Err(GeniusError::of_file(folder, Fault::NoDomain)),
            [domain] => Ok(domain),
            several => {
                let names: Vec<&str> = several.iter().map(|(file, _)| file.as_str()).collect();
                let names = shortened(&names.join(", "), 300);
                Err(GeniusError::of_file(folder, Fault::Domains(names)))
            }
        }
    }

    fn profiles(
        &self,
        domain: &Domain,
        warnings: &mut Vec<Warning>,
        read: fn(&str, &str, &Domain, &mut Vec<Warning>) -> Result<Profile, GeniusError>,
    ) -> Result<Vec<Profile>, GeniusError> {
        let texts = self.profiles.iter();
        texts
            .map(|(file, text)| read(file, text, domain, warnings))
            .collect()
    }

    fn assembled(
        &self,
        folder: &str,
        file: &str,
        domain: Domain,
        profiles: Vec<Profile>,
        warnings: Vec<Warning>,
    ) -> Result<Scenario, GeniusError> {
        if profiles.is_empty() {
            return Err(GeniusError::of_file(folder, Fault::NoProfile));
        }
        let left_out = self.left_out.clone();
        Scenario::of_parts(file.to_owned(), domain, profiles, warnings, left_out)
    }
}

/// Whether a file is a list of points by its name.
fn is_list(file: &str) -> bool {
    file.to_ascii_lowercase().ends_with("pareto.xml")
}

/// The scenarios of a tree: every folder at or below this one with XML in it, or JSON that is of GeniusWeb or cannot
/// be read, and every folder that is empty. In the order of their paths, relative to the root; the root itself is
/// the empty path. Folders whose names begin with a dot are passed over. A link to a folder is followed where it leads
/// out of the tree, once.
///
/// # Errors
/// [`GeniusError`] where the root is not a folder that can be read.
pub fn scenarios(root: impl AsRef<Path>) -> Result<Vec<PathBuf>, GeniusError> {
    let root = root.as_ref();
    let mut links = Links::of(root);
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(relative) = waiting.pop() {
        let entries = match entries(&root.join(&relative)) {
            Ok(entries) => entries,
            Err(error) if relative.as_os_str().is_empty() => return Err(error),
            // Told where it is loaded.
            Err(_) => {
                found.push(relative);
                continue;
            }
        };
        for inner in entries.iter().filter(|path| path.is_dir()) {
            if !name_of(inner).starts_with('.')
                && links.leads_on(inner)
                && let Some(name) = inner.file_name()
            {
                waiting.push(relative.join(name));
            }
        }
        let named = |ending: &'static str| {
            let files = entries.iter().filter(|path| path.is_file());
            files.filter(move |path| has_ending(path, ending))
        };
        let xml = named("xml").any(|path| !is_list(&name_of(path)));
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

/// Links between folders, so that none leads in a circle.
struct Links {
    root: Option<PathBuf>,
    /// Where links led, and what lies below.
    visited: BTreeSet<PathBuf>,
}

impl Links {
    fn of(root: &Path) -> Self {
        Self {
            root: fs::canonicalize(root).ok(),
            visited: BTreeSet::new(),
        }
    }

    /// Whether a folder is to be gone into: one of the tree always, one outside once, and none that the tree is in.
    fn leads_on(&mut self, folder: &Path) -> bool {
        let (Some(root), Ok(real)) = (&self.root, fs::canonicalize(folder)) else {
            return false;
        };
        if real.starts_with(root) {
            return !folder.is_symlink();
        }
        !root.starts_with(&real) && self.visited.insert(real)
    }
}

/// The frontier that a folder's file `pareto.xml` (or one whose name ends so) lists: a line of numbers for each point,
/// parted by commas. `None` where there is no such file.
///
/// # Errors
/// [`GeniusError`] where the folder or the file cannot be read, or a line is not of finite numbers.
pub fn listed_frontier(folder: impl AsRef<Path>) -> Result<Option<Vec<Vec<f64>>>, GeniusError> {
    let files = files(folder.as_ref(), "xml")?;
    let named = files.iter().find(|path| is_list(&name_of(path)));
    let Some(path) = named else { return Ok(None) };
    let mut points = Vec::new();
    for (row, line) in (1..).zip(text_of(path)?.lines()) {
        let line = line.trim();
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
                    found: clipped(line),
                };
                return Err(GeniusError {
                    file: name_of(path),
                    place: Some(Box::new(Place {
                        element: String::new(),
                        at: Some((row, 1)),
                    })),
                    fault,
                });
            }
        }
    }
    Ok(Some(points))
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
    let file = fs::File::open(path).map_err(system)?;
    let length = file.metadata().map_err(system)?.len();
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(system)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(fault(Fault::TooLong {
            found: length.max(bytes.len() as u64),
            most: MAX_BYTES,
        }));
    }
    decoded(bytes).map_err(fault)
}
