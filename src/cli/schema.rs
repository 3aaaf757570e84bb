//! `gen schema`: JSON Schemas for editors, printed or written into a folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;

use super::{FINE, WORLD, print};
use crate::diag::Error;
use crate::schema::Schema;

/// The examples below `gen schema --help`.
pub const EXAMPLES: &str = "Examples:\n  gen schema                  lists the schemas\n  gen schema brief > brief.schema.json\n  \
gen schema --out schemas    writes all; again after each update of gen";

/// The arguments of `gen schema`.
#[derive(Args, Debug)]
pub struct SchemaArguments {
    /// What the schema is of; without it, they are listed
    #[arg(value_parser = PossibleValuesParser::new(Schema::ALL.map(Schema::name)).map(|name| named(&name)))]
    pub name: Option<Schema>,

    /// The folder to write all of them into
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub out: Option<PathBuf>,
}

fn named(name: &str) -> Schema {
    let found = Schema::ALL.into_iter().find(|schema| schema.name() == name);
    found.expect("clap lets no other name through")
}

/// Prints a schema or the list of them, or writes all; gives the exit code.
pub fn run(arguments: &SchemaArguments) -> Result<u8, Error> {
    match (arguments.name, &arguments.out) {
        (Some(schema), _) => print(&text(schema)),
        (None, Some(folder)) => return write_all(folder),
        (None, None) => {
            for schema in Schema::ALL {
                print(&format!("{:<14}{}\n", schema.name(), schema.about()));
            }
        }
    }
    Ok(FINE)
}

fn text(schema: Schema) -> String {
    let mut text = serde_json::to_string_pretty(&schema.value()).expect("a schema is plain data");
    text.push('\n');
    text
}

/// Writes each schema that is not there yet, or is there in another version.
fn write_all(folder: &Path) -> Result<u8, Error> {
    fs::create_dir_all(folder).map_err(|cause| Error::io("make", folder, cause))?;
    let mut unchanged = 0;
    let mut code = FINE;
    for schema in Schema::ALL {
        let place = folder.join(schema.file_name());
        let after = text(schema);
        match before(&place)? {
            Some(before) if before == after => unchanged += 1,
            Some(before) if !before.contains(&format!("\"$id\": \"{}\"", schema.id())) => {
                anstream::eprintln!(
                    "in the way: {} was not made by gen, and is left alone",
                    place.display()
                );
                code = WORLD;
            }
            _ => {
                put(&place, &after)?;
                anstream::println!("written: {}", place.display());
            }
        }
    }
    if unchanged > 0 {
        anstream::println!("{unchanged} unchanged");
    }
    Ok(code)
}

/// What stands in a file; none when it is not there.
fn before(place: &Path) -> Result<Option<String>, Error> {
    match fs::read(place) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("read", place, cause)),
    }
}

/// Writes a file beside its place and moves it there, so that no editor reads half of it.
fn put(place: &Path, text: &str) -> Result<(), Error> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.gen-new"));
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, place))
        .map_err(|cause| {
            // It may not even be there.
            let _ = fs::remove_file(&beside);
            Error::io("write", place, cause)
        })
}
